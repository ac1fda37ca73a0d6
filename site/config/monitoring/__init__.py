"""What operators see from outside: logs, metrics, and error reports, none of which contain visitors' words."""
