"""Floor 2: use cases. Knows the Protocols of `ports`, not the libraries behind them."""
