"""What must be true after any story, however it went: the promises, looked up in rows, records and mails."""
