package store

// PostgresFold is how PostgreSQL folds a column.
func PostgresFold(col string) string { return postgresEngine{}.fold(col) }

// Kept is how many statements of the readers are kept.
func (db *DB) Kept() int {
	db.reads.mu.Lock()
	defer db.reads.mu.Unlock()
	return db.reads.order.Len()
}
