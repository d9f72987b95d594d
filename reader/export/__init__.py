"""What a reader takes along: the reading list in every format that other programs take, and texts."""
