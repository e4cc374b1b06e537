package nodeadline

import (
	"context"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

type orm struct{ db *gorm.DB }

func newORM(db *gorm.DB) *orm { return &orm{db} }

type user struct{ Name string }

func (o *orm) find(ctx context.Context, id int) (u user, err error) {
	if err := o.db.First(&u, id).Error; err != nil { // want `gorm.DB\).First may wait forever: it takes no context`
		return u, err
	}
	if err := o.db.Where("id = ?", id).Order("id").Find(&u).Error; err != nil { // want `gorm.DB\).Find may wait forever`
		return u, err
	}
	if err := o.db.WithContext(ctx).Where("id = ?", id).Find(&u).Error; err != nil {
		return u, err
	}
	if err := o.db.WithContext(context.Background()).Save(&u).Error; err != nil { // want `gorm.DB\).Save may wait forever: context.Background replaces`
		return u, err
	}
	db := o.db.WithContext(ctx)
	if u.Name != "" {
		db = db.Where("name = ?", u.Name)
	}
	return u, db.First(&u).Error
}

func (o *orm) transaction(ctx context.Context, u *user) error {
	return o.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return tx.Create(u).Error
	})
}

func (o *orm) noTransaction(ctx context.Context, u *user) error {
	return o.db.Transaction(func(tx *gorm.DB) error { // want `gorm.DB\).Transaction may wait forever`
		return tx.Create(u).Error // of the same transaction
	})
}

// The helper is given what its caller bound, or did not.
func (o *orm) scoped(ctx context.Context) *gorm.DB { return o.db.WithContext(ctx) }

func (o *orm) viaScope(ctx context.Context, u *user) error { return o.scoped(ctx).Save(u).Error }

func save(ctx context.Context, db *gorm.DB, u *user) error { return db.Save(u).Error }

// The database that functions of the package open has no context.
var everyones *gorm.DB

func setup(dsn string) (err error) {
	everyones, err = openAny(dsn)
	return err
}

//moved:stay what functions of other packages open is not known to have no context
func openAny(dsn string) (*gorm.DB, error) {
	if dsn == "" {
		return openLocal()
	}
	return gorm.Open(postgres.Open(dsn))
}

//moved:stay what functions of other packages open is not known to have no context
func openLocal() (*gorm.DB, error) {
	return gorm.Open(postgres.Open("postgres://"))
}

//moved:stay what functions of other packages open is not known to have no context
func opened() *gorm.DB { return everyones }

func findShared(ctx context.Context, u *user) error {
	if err := opened().First(u).Error; err != nil { // want `gorm.DB\).First may wait forever: it takes no context`
		return err
	}
	return everyones.Save(u).Error // want `gorm.DB\).Save may wait forever: it takes no context`
}

// The caller may have bound the one that it gives.
func pick(tx *gorm.DB) *gorm.DB {
	if tx != nil {
		return tx
	}
	return everyones
}

func Pick(ctx context.Context, tx *gorm.DB, u *user) error { return pick(tx).Save(u).Error }
