from policy.main import main

if __name__ == "__main__":
    main()
