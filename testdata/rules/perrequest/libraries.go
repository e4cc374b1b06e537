package perrequest

import (
	"context"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/gin-gonic/gin"
	"github.com/go-playground/validator/v10"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/klauspost/compress/zstd"
	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.uber.org/zap"
	"google.golang.org/grpc"
)

const dsn = "postgres://localhost/shop"

type settings struct{ redis, mongo, inventory, issuer string }

type server struct{ cfg settings }

func (s *server) pool(w http.ResponseWriter, r *http.Request) {
	pool, err := pgxpool.New(r.Context(), dsn) // want `pgxpool.New is called for every request: none of its connections is used twice`
	if err != nil {
		return
	}
	defer pool.Close()
}

func (s *server) cache(c *gin.Context) {
	rdb := redis.NewClient(&redis.Options{Addr: s.cfg.redis}) // want `redis.NewClient is called for every request: nothing of it is reused`
	rdb.Get(c.Request.Context(), c.Param("key"))
}

func (s *server) url(c echo.Context) error {
	opt, err := redis.ParseURL(s.cfg.redis)
	if err != nil {
		return err
	}
	rdb := redis.NewClient(opt) // want `redis.NewClient is called for every request: none of its`
	defer func() { _ = rdb.Close() }()
	_, err = rdb.Get(c.Request().Context(), c.Param("key")).Result()
	return err
}

func (s *server) stock(w http.ResponseWriter, r *http.Request) {
	conn, err := grpc.NewClient(s.cfg.inventory) // want `grpc.NewClient is called for every request`
	if err != nil {
		return
	}
	defer conn.Close()
}

func (s *server) documents(w http.ResponseWriter, r *http.Request) {
	c, err := mongo.Connect(r.Context(), options.Client().ApplyURI(s.cfg.mongo)) // want `mongo.Connect is called for every request`
	if err != nil {
		return
	}
	_ = c
}

func (s *server) upload(w http.ResponseWriter, r *http.Request) {
	cfg, err := config.LoadDefaultConfig(r.Context(), config.WithRegion("eu-west-1")) // want `config.LoadDefaultConfig is called for every request: what never changes is prepared again and again`
	_, _ = cfg, err
}

func (s *server) login(w http.ResponseWriter, r *http.Request) {
	provider, err := oidc.NewProvider(r.Context(), s.cfg.issuer) // want `oidc.NewProvider is called for every request: what never changes`
	if err != nil {
		return
	}
	provider.Verifier(&oidc.Config{})
}

// What is part of another one is not a finding of its own.
func (s *server) orm(w http.ResponseWriter, r *http.Request) {
	pool, err := pgxpool.New(r.Context(), dsn)
	if err != nil {
		return
	}
	db := stdlib.OpenDBFromPool(pool) // want `stdlib.OpenDBFromPool is called for every request`
	defer db.Close()
}

type order struct{ ID int }

func create(c *gin.Context) {
	var o order
	if err := c.ShouldBindJSON(&o); err != nil {
		return
	}
	_ = validator.New().Struct(o) // want `validator.New is called for every request`
}

func logged(c *gin.Context) {
	log, _ := zap.NewProduction() // want `zap.NewProduction is called for every request`
	log.Info("order")
}

// The context is passed on, and says nothing of what is asked for.
func (s *server) viaContext(w http.ResponseWriter, r *http.Request) {
	_, _ = s.provider(r.Context())
}

func (s *server) provider(ctx context.Context) (*oidc.Provider, error) {
	return oidc.NewProvider(ctx, s.cfg.issuer) // want `oidc.NewProvider is called for every request`
}

// It also computes for a while, which is the lesser thing.
func compressed(w http.ResponseWriter, r *http.Request) {
	enc, err := zstd.NewWriter(nil) // want `zstd.NewWriter is called for every request`
	if err != nil {
		return
	}
	defer enc.Close()
	_, _ = w.Write(enc.EncodeAll([]byte("hello"), nil))
}
