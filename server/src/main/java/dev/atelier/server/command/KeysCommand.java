package dev.atelier.server.command;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.KeyInfo;
import dev.atelier.metering.NewKey;
import dev.atelier.metering.Scope;
import dev.atelier.server.wiring.DatabaseModule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier keys}: the keys that clients show. Works beside a running server. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Create, list and revoke the keys that clients show.",
    subcommands = {KeysCommand.Create.class, KeysCommand.ListAll.class, KeysCommand.Revoke.class},
    synopsisSubcommandLabel = "create|list|revoke")
final class KeysCommand {
  private static Map<String, Object> shown(KeyInfo key) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", key.id().value());
    fields.put("label", key.label());
    fields.put("key", key.masked());
    fields.put(
        "scopes", key.scopes().stream().map(Scope::word).sorted().collect(Collectors.joining(",")));
    fields.put("profile", key.profile().orElse(""));
    fields.put("created", key.created().toString());
    fields.put("expires", key.expires().map(Object::toString).orElse("never"));
    fields.put("revoked", key.revoked().map(Object::toString).orElse(""));
    return fields;
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make a key and print its secret, once.")
  static final class Create implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "LABEL", description = "what it is for")
    private String label = "key";

    @Option(
        names = "--scope",
        split = ",",
        paramLabel = "SCOPE",
        description = "generate, read, admin (default: generate,read)")
    private Set<Scope> scopes = EnumSet.of(Scope.GENERATE, Scope.READ);

    @Option(names = "--days", paramLabel = "N", description = "expires after N days")
    private @Nullable Integer days;

    @Option(
        names = "--profile",
        paramLabel = "NAME",
        description = "the client family it is for, such as sub2api")
    private @Nullable String profile;

    @Override
    public void run() {
      var clock = InstantSource.system();
      try (var records = DatabaseModule.open(options.load(), clock)) {
        var expires = Optional.ofNullable(days).map(n -> clock.instant().plus(Duration.ofDays(n)));
        NewKey key =
            records
                .database()
                .write(tx ->
                    records
                        .keys()
                        .create(
                            tx,
                            TenantId.DEFAULT,
                            label,
                            scopes,
                            expires,
                            Optional.ofNullable(profile)));
        output.secret(key.secret(), shown(key.info()));
      }
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List every key, masked.")
  static final class ListAll implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Override
    public void run() {
      try (var records = DatabaseModule.open(options.load(), InstantSource.system())) {
        List<KeyInfo> keys =
            records.database().read(tx -> records.keys().list(tx, TenantId.DEFAULT));
        output.rows(keys.stream().map(KeysCommand::shown).toList());
      }
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "End a key; a running server learns of it within 15 seconds.")
  static final class Revoke implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "ID", description = "as 'atelier keys list' shows it")
    private String id = "";

    @Override
    public void run() {
      try (var records = DatabaseModule.open(options.load(), InstantSource.system())) {
        boolean revoked =
            records
                .database()
                .write(tx -> records.keys().revoke(tx, TenantId.DEFAULT, new KeyId(id)));
        if (!revoked) {
          throw new CommandException(ExitCode.REFUSED, "no active key has the id " + id);
        }
        System.out.println("revoked " + id);
      }
    }
  }
}
