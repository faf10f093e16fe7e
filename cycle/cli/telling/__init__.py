"""What answers look like: tables, records, deadlines and letters in words, pictures, workbooks."""
