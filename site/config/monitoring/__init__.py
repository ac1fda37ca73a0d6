"""What operators see from outside: logs, metrics, error reports. None of it holds a word of a visitor."""
