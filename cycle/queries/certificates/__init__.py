"""Questions on certificates: what runs out when, and what the nation asks for of them."""
