"""The only door to the network: what a web is (``protocol``), and the real one (``client``)."""
