package dev.atelier.server.command;

import dev.atelier.database.DataDirectoryInUseException;
import dev.atelier.server.backup.BackupArchive;
import dev.atelier.server.backup.BackupManifest;
import dev.atelier.server.backup.BackupRefusedException;
import dev.atelier.server.backup.RestoreBackup;
import dev.atelier.server.backup.SecretKeyPlace;
import dev.atelier.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier restore}: a data directory made of a backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Make a data directory of a backup. Every file is compared with its hash, every row with its",
      "content. The directory (--data) must be new or empty: nothing is overwritten."
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "FILE|DIR", description = "the backup")
  private Path place = Path.of("");

  @Option(names = "--check", description = "only read and compare it; write nothing")
  private boolean check;

  @Override
  public Integer call() throws IOException {
    var line = new ProgressLine();
    Consumer<RestoreBackup.Restored> progress =
        now ->
            line.show(() ->
                now.files()
                    + " files, "
                    + ProgressLine.size(now.bytes())
                    + " of "
                    + ProgressLine.size(now.allBytes()));
    ServerConfig config = options.load();
    try {
      BackupManifest manifest =
          BackupArchive.open(
              place,
              root ->
                  check
                      ? RestoreBackup.check(root, progress)
                      : new RestoreBackup(config).from(root, progress));
      line.end();
      Map<String, Object> fields = BackupCommand.fields(place, manifest);
      if (!check) {
        fields.put("data", config.data().toString());
      }
      output.fields(fields);
      if (manifest.secretKey() != SecretKeyPlace.INCLUDED
          && config.secrets().secretKey().isEmpty()) {
        System.err.println(
            "The backup has no secret key: set ATELIER_SECRET_KEY to the one of before, or links"
                + " are void and credentials of accounts cannot be read.");
      }
      return ExitCode.OK;
    } catch (BackupRefusedException | DataDirectoryInUseException e) {
      throw new CommandException(ExitCode.REFUSED, String.valueOf(e.getMessage()));
    }
  }
}
