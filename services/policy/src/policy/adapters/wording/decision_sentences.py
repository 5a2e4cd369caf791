"""The sentences that decisions are told in. Every sentence exists in every language, with the same variables."""

SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "thanks": "Thank you for telling us.",
        "kept": "{place} is kept until {until}{reason}.",
        "hint": "Tell us before {tell_before} that you will be here before {come_before}, "
        "and we keep it until {better_until}.",
        "kept_not_as_long_as_asked": "{place} is kept until {until}{or_everyone}; we cannot keep it until {eta}.",
        "kept_after_revert": "{place} is kept until {until}, so that there is time to put things right.",
        "kept_by_staff": "our staff keeps {place} until {until}.",
        "was_kept": "{place} was kept until {until}{reason}.",
        "no_word": "You had not arrived and we had no word from you, so it went to the next guests.",
        "did_not_come": "You had not arrived by then, so it went to the next guests.",
        "word_too_late": "You had told us of an arrival at {eta}, which is later than we can keep it, "
        "so it went to the next guests.",
        "missed_message": "A message before {tell_before} would have kept it until {better_until}.",
        "missed_arrival": "With an arrival before {come_before} it would have been kept until {better_until}.",
        "released_by_staff": "{place} was kept until {until}. You had not arrived, "
        "and our staff has given it to the next guests.",
        "staff_asked": "A member of our staff looks after this now; {place} stays yours until you hear from us.",
        "because": ", because {because}",
        "minutes_agreed": ", {duration} as agreed",
        "agreed": ", as agreed",
        "everyone": ", as for everyone",
    },
    "ru": {
        "thanks": "Спасибо, что предупредили.",
        "kept": "Мы держим {place} до {until}{reason}.",
        "hint": "Сообщите нам до {tell_before}, что будете раньше {come_before}, и мы подождём до {better_until}.",
        "kept_not_as_long_as_asked": "Мы держим {place} до {until}{or_everyone}; ждать до {eta} мы не сможем.",
        "kept_after_revert": "Мы держим {place} до {until}, чтобы было время всё уладить.",
        "kept_by_staff": "Наш сотрудник держит {place} до {until}.",
        "was_kept": "Мы держали {place} до {until}{reason}.",
        "no_word": "Вы ещё не пришли, и вестей от вас не было, поэтому мы пригласили следующих гостей.",
        "did_not_come": "К этому времени вы не пришли, поэтому мы пригласили следующих гостей.",
        "word_too_late": "Вы сообщили, что будете в {eta}, а так долго ждать мы не можем, "
        "поэтому пригласили следующих гостей.",
        "missed_message": "Сообщение до {tell_before} сохранило бы его до {better_until}.",
        "missed_arrival": "Если бы вы могли прийти раньше {come_before}, мы подождали бы до {better_until}.",
        "released_by_staff": "Мы держали {place} до {until}. Вы ещё не пришли, "
        "и наш сотрудник пригласил следующих гостей.",
        "staff_asked": "Вашим бронированием занимается наш сотрудник; {place} остаётся за вами, пока мы не ответим.",
        "because": ", потому что {because}",
        "minutes_agreed": ", {duration}, как договорились",
        "agreed": ", как договорились",
        "everyone": ", как и для всех",
    },
}
