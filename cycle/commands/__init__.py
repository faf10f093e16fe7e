"""The one door for every write: each module holds one kind of act."""
