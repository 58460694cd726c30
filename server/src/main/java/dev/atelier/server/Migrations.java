package dev.atelier.server;

import java.util.List;

/** Where each module keeps its schema. */
final class Migrations {
  static final List<String> ALL =
      List.of(
          "dev/atelier/storage/migrations",
          "dev/atelier/metering/migrations",
          "dev/atelier/queue/migrations",
          "dev/atelier/webhook/migrations");

  private Migrations() {}
}
