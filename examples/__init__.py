"""What others may copy: programs that know Guanxi by its wire only."""
