package dev.atelier.server.copy;

import dev.atelier.database.DataDirectory;
import dev.atelier.database.Database;
import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresDatabase;
import dev.atelier.database.PostgresOptions;
import dev.atelier.database.SchemaState;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.database.copy.CopyRules;
import dev.atelier.database.copy.StoreCopy;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.CopiedFrom;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.server.wiring.MigrationLocations;
import dev.atelier.server.wiring.NodeName;
import dev.atelier.storage.NamedContents;
import dev.atelier.storage.s3.S3Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies an embedded store to a database on a server, and its pictures to a bucket. Nobody works in
 * it meanwhile. What was copied before stays, so that it can be repeated; a database that somebody
 * works on is compared and not changed.
 */
public final class CopyStore {
  private static final int CONNECTIONS = 2;

  private final ServerConfig config;
  private final PostgresAddress address;
  private final Optional<S3Options> bucket;
  private final CopyRules rules;

  /**
   * @param config of the source
   * @param bucket where pictures go; empty if they stay where they are
   */
  public CopyStore(ServerConfig config, PostgresAddress address, Optional<S3Options> bucket) {
    this.config = config;
    this.address = address;
    this.bucket = bucket;
    this.rules = CopyTables.rules(bucket.isPresent());
  }

  /** How the command is run. */
  public enum Mode {
    COPY,
    /** Only compares. */
    VERIFY
  }

  /**
   * What there is to copy; the target is only looked at.
   *
   * @throws CopyRefusedException if it cannot be copied there
   */
  public Map<String, Object> plan() {
    requireSource();
    var plan = new LinkedHashMap<String, Object>();
    plan.put("target", targetState());
    try (var source = source()) {
      NamedContents.Totals totals = new NamedContents(source).totals();
      plan.put("contents", totals.contents());
      plan.put("bytes", totals.bytes());
    }
    plan.put("rows", StoreCopy.rows(DatabaseModule.file(config), rules));
    return plan;
  }

  private String targetState() {
    SchemaState schema = requireKnown();
    if (!schema.pending().isEmpty()) {
      return schema.version().isEmpty() ? "no schema yet" : "an older schema";
    }
    try (Database target = target()) {
      Optional<CopiedFrom> mark = target.read(CopiedFrom::of);
      try (var copy = StoreCopy.open(DatabaseModule.file(config), address, rules)) {
        if (mark.isEmpty()) {
          requireFresh(copy);
          return "empty";
        }
      }
      requireOurs(mark.get());
      return mark.get().served().isPresent()
          ? "a copy that a server works on"
          : mark.get().finished() ? "a finished copy" : "a copy that was cut off";
    }
  }

  /**
   * Copies, or only compares.
   *
   * @param progress is told what is being done, often
   * @throws CopyRefusedException if the one is no embedded store or in use, or the other is not
   *     empty and no copy of it
   * @throws IOException if contents could not be read or sent; it can be repeated
   */
  public CopyReport run(Mode mode, Consumer<String> progress) throws IOException {
    requireSource();
    try (DataDirectory _ = DataDirectory.lock(config.data());
        Database source = source()) {
      SchemaState schema = requireKnown();
      if (mode == Mode.VERIFY && !schema.current()) {
        throw new CopyRefusedException("the target has another schema, so it is no copy yet");
      }
      try (Database target = target();
          StoreCopy rows = StoreCopy.open(DatabaseModule.file(config), address, rules)) {
        Optional<CopiedFrom> mark = target.read(CopiedFrom::of);
        mark.ifPresent(this::requireOurs);
        var compared = new CompareStores(config, bucket, source, target);
        if (mode == Mode.VERIFY || mark.flatMap(CopiedFrom::served).isPresent()) {
          return compareAlone(mode, mark, compared, rows, progress);
        }
        if (mark.isEmpty()) {
          requireFresh(rows);
        }
        begin(target);
        var written =
            new WriteStore(config, bucket, source, target).run(rows, mark.isPresent(), progress);
        CopyReport report = compared.run(rows, written, progress);
        if (report.same()) {
          finish(target);
        } else {
          compared.forget(report);
        }
        return report;
      }
    }
  }

  private CopyReport compareAlone(
      Mode mode,
      Optional<CopiedFrom> mark,
      CompareStores compared,
      StoreCopy rows,
      Consumer<String> progress)
      throws IOException {
    if (mark.isEmpty()) {
      throw new CopyRefusedException("the target is no copy of this data directory");
    }
    CopyReport report = compared.run(rows, WriteStore.Written.NOTHING, progress);
    if (mode == Mode.COPY && !report.same()) {
      throw new CopyRefusedException(
          "a server works on the target since "
              + mark.flatMap(CopiedFrom::served).orElseThrow()
              + ": nothing was changed. To copy anew, use an empty database and another prefix");
    }
    return report;
  }

  private void begin(Database target) {
    String source = NodeName.place(config.data());
    target.write(tx -> {
      CopiedFrom.begin(tx, source);
      return source;
    });
  }

  private static void finish(Database target) {
    target.write(tx -> {
      CopiedFrom.finish(tx);
      return tx;
    });
  }

  private void requireSource() {
    if (config.database().server().isPresent()) {
      throw new CopyRefusedException(
          "the settings name a database on a server as the source: copy with the settings of the"
              + " embedded store, and change them afterwards");
    }
    if (bucket.isPresent() && config.objectStore().isPresent()) {
      throw new CopyRefusedException(
          "the pictures are in a bucket already: leave s3:// out, and they stay there");
    }
    Path file = DatabaseModule.file(config);
    if (!Files.exists(file) || Files.exists(DatabaseModule.unfinishedRestore(config))) {
      throw new CopyRefusedException("nothing to copy: there is no whole database " + file);
    }
    if (!SchemaState.of(file, MigrationLocations.ALL).current()) {
      throw new CopyRefusedException(
          "the database was made by another version of Atelier: run atelier migrate first");
    }
  }

  private SchemaState requireKnown() {
    SchemaState schema = SchemaState.of(address, MigrationLocations.ALL);
    if (!schema.unknown().isEmpty()) {
      throw new CopyRefusedException("a newer version of Atelier made the target database");
    }
    return schema;
  }

  private static void requireFresh(StoreCopy copy) {
    Map<String, Long> occupied = copy.occupied();
    if (!CopyTables.fresh(occupied)) {
      throw new CopyRefusedException(
          "the target has rows that are no copy of this data directory, in "
              + String.join(", ", occupied.keySet())
              + ": use an empty database");
    }
  }

  private void requireOurs(CopiedFrom mark) {
    if (!mark.source().equals(NodeName.place(config.data()))) {
      throw new CopyRefusedException("the target is a copy of another data directory");
    }
  }

  private SqliteDatabase source() {
    return SqliteDatabase.open(
        DatabaseModule.file(config), MigrationLocations.ALL, SqliteOptions.DEFAULT);
  }

  private Database target() {
    return PostgresDatabase.open(
        address,
        MigrationLocations.ALL,
        PostgresOptions.DEFAULT.withConnections(CONNECTIONS, CONNECTIONS));
  }
}
