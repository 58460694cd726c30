package dev.atelier.server.command;

import dev.atelier.database.DataDirectory;
import dev.atelier.database.DataDirectoryInUseException;
import dev.atelier.database.PostgresAddress;
import dev.atelier.database.SchemaState;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.server.wiring.MigrationLocations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atelier migrate}: brings a data directory that is not in use to this version. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Bring the database of a data directory to this version's schema, as a start of the server",
      "does. No server may work in a data directory meanwhile; on PostgreSQL one of this version or",
      "the one before may. With --dry-run nothing is changed."
    })
final class MigrateCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--dry-run", description = "only list what would be applied")
  private boolean dryRun;

  @Override
  public Integer call() {
    ServerConfig config = options.load();
    Optional<PostgresAddress> server = config.database().server();
    if (server.isPresent()) {
      return onServer(server.get());
    }
    Path file = DatabaseModule.file(config);
    if (!Files.exists(file)) {
      throw new CommandException(ExitCode.REFUSED, "there is no database " + file);
    }
    if (dryRun) {
      return print(SchemaState.of(file, MigrationLocations.ALL), false);
    }
    try (DataDirectory _ = DataDirectory.lock(config.data())) {
      SchemaState before = SchemaState.of(file, MigrationLocations.ALL);
      if (before.unknown().isEmpty()) {
        SchemaState.bringUpToDate(file, MigrationLocations.ALL);
      }
      return print(before, true);
    } catch (DataDirectoryInUseException e) {
      throw new CommandException(ExitCode.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /** Servers of this version or the one before may work on it meanwhile. */
  private int onServer(PostgresAddress address) {
    SchemaState before = SchemaState.of(address, MigrationLocations.ALL);
    if (!dryRun && before.unknown().isEmpty()) {
      SchemaState.bringUpToDate(address, MigrationLocations.ALL);
    }
    return print(before, !dryRun);
  }

  private int print(SchemaState before, boolean applied) {
    if (!before.unknown().isEmpty()) {
      throw new CommandException(
          ExitCode.REFUSED,
          "a newer version of Atelier made this database, with migrations that are not known here: "
              + String.join(", ", before.unknown()));
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("version", before.version().orElse("none"));
    fields.put(applied ? "applied" : "pending", before.pending());
    output.fields(fields);
    return ExitCode.OK;
  }
}
