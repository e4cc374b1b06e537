// Package hash hashes, and does not know for whom.
package hash

import "golang.org/x/crypto/bcrypt"

type Bcrypt struct{ Cost int }

func (b Bcrypt) Hash(password string) ([]byte, error) {
	return bcrypt.GenerateFromPassword([]byte(password), b.Cost)
}
