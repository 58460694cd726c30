package dev.atelier.server.command;

import dev.atelier.server.backup.BackupManifest;
import dev.atelier.server.backup.BackupRefusedException;
import dev.atelier.server.backup.SecretKeyPlace;
import dev.atelier.server.backup.WriteBackup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier backup}: a copy of the data directory, also while its server runs. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copy the data directory into a new directory, or into a new file that ends in .zip, also",
      "while a server works in it: all jobs, pictures, keys, accounts and money as they are at one",
      "moment. The secret key is in it unless it is left out: keep the backup as safe as it."
    })
final class BackupCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "FILE|DIR", description = "what is there is not overwritten")
  private Path place = Path.of("");

  @Option(
      names = "--without-secret-key",
      description = "leave secret.key out; without it links and credentials are void")
  private boolean withoutSecretKey;

  @Override
  public Integer call() throws IOException {
    var progress = new ProgressLine();
    System.err.println("copying the database, then what it names …");
    try {
      BackupManifest manifest =
          new WriteBackup(options.load(), InstantSource.system())
              .to(
                  place,
                  !withoutSecretKey,
                  now ->
                      progress.show(() ->
                          now.contents()
                              + " of "
                              + now.all()
                              + " contents, "
                              + ProgressLine.size(now.bytes())));
      progress.end();
      output.fields(fields(place, manifest));
      return warned(manifest);
    } catch (BackupRefusedException e) {
      throw new CommandException(ExitCode.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /** What a backup says of itself. */
  static Map<String, Object> fields(Path place, BackupManifest manifest) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("backup", place.toString());
    fields.put("created", manifest.created().toString());
    fields.put("schema", manifest.schema());
    fields.put("contents", manifest.contents());
    fields.put("gone", manifest.gone());
    fields.put("damaged", manifest.damaged().size());
    fields.put("files", manifest.files());
    fields.put("bytes", manifest.bytes());
    fields.put("secret_key", manifest.secretKey().word());
    return fields;
  }

  private static int warned(BackupManifest manifest) {
    if (manifest.secretKey() != SecretKeyPlace.INCLUDED) {
      System.err.println("The secret key is not in this backup: keep it elsewhere.");
    }
    if (manifest.damaged().isEmpty()) {
      return ExitCode.OK;
    }
    System.err.println("These contents are damaged in the data directory, and not in the backup:");
    manifest.damaged().forEach(hash -> System.err.println("  " + hash.hex()));
    return ExitCode.FAILED;
  }
}
