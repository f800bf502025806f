// The MongoDB protocol for the local stack: FerretDB, embedded, in front of PostgreSQL with the DocumentDB extension.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/v2/ferretdb"
)

func main() {
	postgresqlURL := flag.String("postgresql-url", "", "PostgreSQL with the DocumentDB extension")
	listen := flag.String("listen", "127.0.0.1:0", "address for the MongoDB protocol")
	state := flag.String("state", ".", "folder for FerretDB's own state file")
	flag.Parse()

	telemetry := false
	engine, err := ferretdb.New(&ferretdb.Config{
		PostgreSQLURL: *postgresqlURL,
		ListenAddr:    *listen,
		StateDir:      *state,
		Telemetry:     &telemetry,
		LogLevel:      slog.LevelError,
		LogOutput:     os.Stderr,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}

	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	engine.Run(stopped)
}
