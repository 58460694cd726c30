package dev.atelier.server.command;

import dev.atelier.database.DataDirectoryInUseException;
import dev.atelier.database.copy.StoreCopyException;
import dev.atelier.database.copy.TableDifference;
import dev.atelier.image.FaultException;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.copy.CopyRefusedException;
import dev.atelier.server.copy.CopyReport;
import dev.atelier.server.copy.CopyStore;
import dev.atelier.server.copy.TargetUrls;
import dev.atelier.storage.SecretKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atelier copy}: from an embedded store to PostgreSQL and a bucket. */
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = {
      "Copy a data directory whose server is stopped to PostgreSQL, and its pictures to a bucket:",
      "every row, every picture, compared at the end. The database must be empty, or an earlier",
      "copy of the same directory: what is there already is not copied again, so a copy that was",
      "cut off is run again. The source is not changed. Settings of the bucket (s3.…) and the",
      "password (ATELIER_DATABASE_PASSWORD) are found as a server finds them."
    })
final class CopyCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--to",
      required = true,
      arity = "1..2",
      paramLabel = "URL",
      description = {
        "postgres://user@host/database (or jdbc:postgresql://…) and s3://bucket/prefix;",
        "without s3:// pictures stay where they are"
      })
  private List<String> to = List.of();

  @Option(names = "--dry-run", description = "only say what would be copied; write nothing")
  private boolean dryRun;

  @Option(names = "--verify", description = "only compare an earlier copy; write nothing")
  private boolean verify;

  @Override
  public Integer call() {
    ServerConfig source = options.load();
    ServerConfig target = options.load(urls());
    var copy =
        new CopyStore(
            source,
            target.database().server().orElseThrow(),
            to.stream().anyMatch(url -> url.startsWith("s3://"))
                ? target.objectStore()
                : Optional.empty());
    try {
      return dryRun ? plan(copy) : run(copy, source);
    } catch (CopyRefusedException e) {
      throw new CommandException(ExitCode.REFUSED, String.valueOf(e.getMessage()));
    } catch (DataDirectoryInUseException e) {
      throw new CommandException(
          ExitCode.REFUSED, e.getMessage() + ". It is copied while no server works in it");
    } catch (StoreCopyException | FaultException | IOException e) {
      throw new CommandException(
          ExitCode.FAILED, e.getMessage() + ". Run the same command again: it goes on from there");
    }
  }

  private Map<String, String> urls() {
    try {
      return TargetUrls.settings(to);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--to: " + e.getMessage());
    }
  }

  private int plan(CopyStore copy) {
    output.fields(copy.plan());
    return ExitCode.OK;
  }

  private int run(CopyStore copy, ServerConfig source) throws IOException {
    var line = new ProgressLine();
    CopyReport report =
        copy.run(
            verify ? CopyStore.Mode.VERIFY : CopyStore.Mode.COPY, words -> line.show(() -> words));
    line.end();
    print(report, source);
    report.differences().forEach(words -> System.err.println("  " + words));
    if (!report.damaged().isEmpty()) {
      System.err.println("These contents are damaged in the data directory, and not in the copy:");
      report.damaged().forEach(hash -> System.err.println("  " + hash.hex()));
    }
    return report.same() && report.damaged().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(CopyReport report, ServerConfig source) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("same", report.same());
    fields.put("rows", report.rows());
    fields.put("written", report.written());
    fields.put("contents", report.contents());
    fields.put("bytes", report.bytes());
    fields.put("sent", report.sent());
    fields.put("damaged", report.damaged().size());
    fields.put("secret_key", secretKey(source));
    if (output.json()) {
      fields.put("tables", report.tables().stream().map(CopyCommand::row).toList());
      output.fields(fields);
    } else {
      output.rows(report.tables().stream().map(CopyCommand::row).toList());
      System.out.println();
      output.fields(fields);
    }
    if (report.same() && !verify) {
      System.err.println(
          "Every node needs the same secret key, or links are void and credentials unreadable."
              + " Do not start a server on the old data any more.");
    }
  }

  private static Map<String, Object> row(TableDifference table) {
    var row = new LinkedHashMap<String, Object>();
    row.put("table", table.table());
    row.put("rows", table.sourceRows());
    row.put("there", table.targetRows());
    row.put("same", table.none());
    row.put("sha256", table.sourceDigest());
    return row;
  }

  private static String secretKey(ServerConfig source) {
    boolean file = Files.exists(SecretKeyFile.in(source.data()));
    return file ? SecretKeyFile.in(source.data()).toString() : "in the settings";
  }
}
