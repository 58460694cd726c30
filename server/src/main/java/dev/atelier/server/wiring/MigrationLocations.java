package dev.atelier.server.wiring;

import java.util.List;

/** Where each module keeps its schema. */
public final class MigrationLocations {
  public static final List<String> ALL =
      List.of(
          "dev/atelier/storage/migrations",
          "dev/atelier/metering/migrations",
          "dev/atelier/queue/migrations",
          "dev/atelier/webhook/migrations",
          "dev/atelier/provider/registry/migrations");

  private MigrationLocations() {}
}
