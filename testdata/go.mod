module example.com/testdata

go 1.26.0

require (
	github.com/prometheus/client_golang v1.25.0
	github.com/graphql-go/graphql v0.8.1
	github.com/graph-gophers/graphql-go v1.11.0
	github.com/gorilla/rpc v1.2.0
	github.com/modelcontextprotocol/go-sdk v1.8.0
	github.com/emicklei/go-restful/v3 v3.14.0
	github.com/emersion/go-smtp v0.25.1
	github.com/bwmarrin/discordgo v0.29.0
	xorm.io/xorm v1.3.9
	cloud.google.com/go/storage v1.50.0
	go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp v0.60.0
	connectrpc.com/connect v1.18.0
	example.org/geoip v1.0.0
	github.com/GoogleCloudPlatform/functions-framework-go v1.9.0
	github.com/IBM/sarama v1.43.0
	github.com/ThreeDotsLabs/watermill v1.4.0
	github.com/alitto/pond/v2 v2.2.0
	github.com/avast/retry-go/v4 v4.6.0
	github.com/aws/aws-lambda-go v1.47.0
	github.com/aws/aws-sdk-go-v2/config v1.29.0
	github.com/beego/beego/v2 v2.3.0
	github.com/bsm/redislock v0.9.4
	github.com/cenkalti/backoff/v4 v4.3.0
	github.com/cloudwego/hertz v0.9.0
	github.com/coreos/go-oidc/v3 v3.12.0
	github.com/danielgtaylor/huma/v2 v2.30.0
	github.com/disintegration/imaging v1.6.2
	github.com/eclipse/paho.mqtt.golang v1.5.0
	github.com/elastic/go-elasticsearch/v8 v8.19.0
	github.com/gammazero/workerpool v1.1.3
	github.com/gin-gonic/gin v1.10.0
	github.com/go-chi/chi/v5 v5.2.0
	github.com/go-chi/render v1.0.3
	github.com/go-kratos/kratos/v2 v2.8.0
	github.com/go-ldap/ldap/v3 v3.4.10
	github.com/go-pdf/fpdf v0.9.0
	github.com/go-playground/validator/v10 v10.24.0
	github.com/go-resty/resty/v2 v2.0.0
	github.com/klauspost/compress v1.18.0
	github.com/gofiber/fiber/v2 v2.52.0
	github.com/gofiber/fiber/v3 v3.0.0
	github.com/gomodule/redigo v1.9.3
	github.com/google/wire v0.0.0
	github.com/gorilla/mux v1.8.1
	github.com/gorilla/websocket v1.5.3
	github.com/grpc-ecosystem/grpc-gateway/v2 v2.25.0
	github.com/hashicorp/consul/api v1.30.0
	github.com/hashicorp/go-retryablehttp v0.0.0
	github.com/hashicorp/golang-lru/v2 v2.0.7
	github.com/hibiken/asynq v0.25.0
	github.com/jackc/pgx/v5 v5.7.0
	github.com/jmoiron/sqlx v1.4.0
	github.com/julienschmidt/httprouter v1.3.0
	github.com/kataras/iris/v12 v12.2.0
	github.com/labstack/echo/v4 v4.13.0
	github.com/labstack/echo/v5 v5.0.0
	github.com/mattn/go-sqlite3 v1.14.0
	github.com/nats-io/nats.go v1.38.0
	github.com/panjf2000/ants/v2 v2.11.0
	github.com/rabbitmq/amqp091-go v1.10.0
	github.com/redis/go-redis/v9 v9.7.0
	github.com/riverqueue/river v0.15.0
	github.com/robfig/cron/v3 v3.0.1
	github.com/samber/do v1.6.0
	github.com/samber/do/v2 v2.0.0
	github.com/segmentio/kafka-go v0.4.47
	github.com/sourcegraph/conc v0.3.0
	github.com/twitchtv/twirp v8.1.3+incompatible
	github.com/twmb/franz-go v1.18.0
	github.com/valyala/fasthttp v1.58.0
	github.com/xuri/excelize/v2 v2.9.0
	github.com/zeromicro/go-zero v1.8.0
	github.com/zerodha/fastglue v1.8.0
	go.mongodb.org/mongo-driver v1.17.0
	go.temporal.io/sdk v1.30.0
	go.uber.org/dig v1.19.0
	go.uber.org/fx v0.0.0
	go.uber.org/zap v1.27.0
	goa.design/goa/v3 v3.19.0
	golang.org/x/crypto v0.32.0
	golang.org/x/net v0.34.0
	golang.org/x/oauth2 v0.25.0
	golang.org/x/sync v0.10.0
	golang.org/x/time v0.9.0
	google.golang.org/grpc v1.70.0
	gorm.io/driver/postgres v1.6.0
	gorm.io/driver/sqlite v1.6.0
	gorm.io/gorm v1.30.0
)

replace (
	xorm.io/xorm => ./stubs/xorm
	github.com/elastic/go-elasticsearch/v8 => ./stubs/elastic8
	github.com/hashicorp/consul/api => ./stubs/consul
	cloud.google.com/go/storage => ./stubs/gcs
	connectrpc.com/connect => ./stubs/connect
	go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp => ./stubs/otelhttp
	example.org/geoip => ./stubs/geoip
	github.com/GoogleCloudPlatform/functions-framework-go => ./stubs/functions
	github.com/IBM/sarama => ./stubs/sarama
	github.com/ThreeDotsLabs/watermill => ./stubs/watermill
	github.com/alitto/pond/v2 => ./stubs/pond
	github.com/avast/retry-go/v4 => ./stubs/retrygo
	github.com/aws/aws-lambda-go => ./stubs/lambda
	github.com/aws/aws-sdk-go-v2/config => ./stubs/awsconfig
	github.com/beego/beego/v2 => ./stubs/beego
	github.com/bsm/redislock => ./stubs/redislock
	github.com/cenkalti/backoff/v4 => ./stubs/backoff4
	github.com/cloudwego/hertz => ./stubs/hertz
	github.com/coreos/go-oidc/v3 => ./stubs/oidc
	github.com/danielgtaylor/huma/v2 => ./stubs/huma
	github.com/disintegration/imaging => ./stubs/imaging
	github.com/eclipse/paho.mqtt.golang => ./stubs/mqtt
	github.com/gammazero/workerpool => ./stubs/workerpool
	github.com/gin-gonic/gin => ./stubs/gin
	github.com/go-chi/chi/v5 => ./stubs/chi
	github.com/go-chi/render => ./stubs/chirender
	github.com/go-kratos/kratos/v2 => ./stubs/kratos
	github.com/go-ldap/ldap/v3 => ./stubs/ldap
	github.com/go-pdf/fpdf => ./stubs/fpdf
	github.com/go-playground/validator/v10 => ./stubs/validator
	github.com/go-resty/resty/v2 => ./stubs/resty
	github.com/klauspost/compress => ./stubs/compress
	github.com/gofiber/fiber/v2 => ./stubs/fiber2
	github.com/gofiber/fiber/v3 => ./stubs/fiber3
	github.com/gomodule/redigo => ./stubs/redigo
	github.com/google/wire => ./stubs/wire
	github.com/gorilla/mux => ./stubs/mux
	github.com/gorilla/websocket => ./stubs/gorillaws
	github.com/grpc-ecosystem/grpc-gateway/v2 => ./stubs/gateway
	github.com/hashicorp/go-retryablehttp => ./stubs/retryablehttp
	github.com/hashicorp/golang-lru/v2 => ./stubs/lru
	github.com/hibiken/asynq => ./stubs/asynq
	github.com/jackc/pgx/v5 => ./stubs/pgx
	github.com/jmoiron/sqlx => ./stubs/sqlx
	github.com/julienschmidt/httprouter => ./stubs/httprouter
	github.com/kataras/iris/v12 => ./stubs/iris
	github.com/labstack/echo/v4 => ./stubs/echo4
	github.com/labstack/echo/v5 => ./stubs/echo5
	github.com/mattn/go-sqlite3 => ./stubs/sqlite3
	github.com/nats-io/nats.go => ./stubs/nats
	github.com/panjf2000/ants/v2 => ./stubs/ants
	github.com/rabbitmq/amqp091-go => ./stubs/amqp
	github.com/redis/go-redis/v9 => ./stubs/redis
	github.com/prometheus/client_golang => ./stubs/prometheus
	github.com/graphql-go/graphql => ./stubs/graphql
	github.com/graph-gophers/graphql-go => ./stubs/gophers
	github.com/gorilla/rpc => ./stubs/gorillarpc
	github.com/modelcontextprotocol/go-sdk => ./stubs/mcp
	github.com/emicklei/go-restful/v3 => ./stubs/restful
	github.com/emersion/go-smtp => ./stubs/gosmtp
	github.com/bwmarrin/discordgo => ./stubs/discordgo
	github.com/riverqueue/river => ./stubs/river
	github.com/robfig/cron/v3 => ./stubs/cron
	github.com/samber/do => ./stubs/do
	github.com/samber/do/v2 => ./stubs/do2
	github.com/segmentio/kafka-go => ./stubs/kafka
	github.com/sourcegraph/conc => ./stubs/conc
	github.com/twitchtv/twirp => ./stubs/twirp
	github.com/twmb/franz-go => ./stubs/franz
	github.com/valyala/fasthttp => ./stubs/fasthttp
	github.com/xuri/excelize/v2 => ./stubs/excelize
	github.com/zeromicro/go-zero => ./stubs/gozero
	github.com/zerodha/fastglue => ./stubs/fastglue
	go.mongodb.org/mongo-driver => ./stubs/mongo
	go.temporal.io/sdk => ./stubs/temporal
	go.uber.org/dig => ./stubs/dig
	go.uber.org/fx => ./stubs/fx
	go.uber.org/zap => ./stubs/zap
	goa.design/goa/v3 => ./stubs/goa
	golang.org/x/crypto => ./stubs/xcrypto
	golang.org/x/net => ./stubs/xwebsocket
	golang.org/x/oauth2 => ./stubs/oauth2
	golang.org/x/sync => ./stubs/xsync
	golang.org/x/time => ./stubs/xtime
	google.golang.org/grpc => ./stubs/grpc
	gorm.io/driver/postgres => ./stubs/gormpostgres
	gorm.io/driver/sqlite => ./stubs/gormsqlite
	gorm.io/gorm => ./stubs/gorm
)
