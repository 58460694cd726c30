package dev.atelier.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.api.atelier.AccountAct;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.registry.AccountProblemException;
import dev.atelier.provider.registry.AccountSpec;
import dev.atelier.provider.registry.ManageAccounts;
import dev.atelier.provider.registry.SecretSource;
import dev.atelier.provider.registry.StoredAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier accounts}: the vendors' accounts that make the images. */
@Command(
    name = "accounts",
    mixinStandardHelpOptions = true,
    description = {
      "Add, list, test, pause and remove the upstream accounts that make the images.",
      "A running server learns of each change within a second."
    },
    subcommands = {
      AccountsCommand.Add.class,
      AccountsCommand.ListAll.class,
      AccountsCommand.Show.class,
      AccountsCommand.Test.class,
      AccountsCommand.Pause.class,
      AccountsCommand.Resume.class,
      AccountsCommand.Remove.class
    },
    synopsisSubcommandLabel = "add|list|show|test|pause|resume|remove")
final class AccountsCommand {
  private static Map<String, Object> shown(ManageAccounts accounts, StoredAccount stored) {
    AccountSpec spec = stored.spec();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", spec.name());
    fields.put("provider", spec.provider());
    fields.put("base_url", spec.baseUrl().toString());
    fields.put("secret", SecretSource.shown(spec.secret()));
    fields.put("models", spec.models().isEmpty() ? "all" : pairs(spec.models()));
    fields.put("concurrency", spec.concurrency());
    fields.put(
        "images_per_minute",
        spec.imagesPerMinute().isPresent() ? spec.imagesPerMinute().getAsInt() : "unlimited");
    fields.put("tier", spec.tier().orElse(""));
    fields.put("weight", spec.weight());
    fields.put("options", pairs(spec.options()));
    fields.put("state", stored.paused() ? "paused" : accounts.problem(stored).orElse("ready"));
    fields.put("source", stored.configured() ? "file" : "command");
    return fields;
  }

  private static String pairs(Map<String, String> texts) {
    return new TreeMap<>(texts)
        .entrySet().stream()
            .map(one ->
                one.getKey().equals(one.getValue())
                    ? one.getKey()
                    : one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(","));
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Add an account, for example:",
        "  atelier accounts add main --provider openai --base-url https://api.openai.com/v1"
            + " --secret env:OPENAI_API_KEY"
      })
  static final class Add implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "what jobs and reports call it")
    private String name = "";

    @Option(
        names = "--provider",
        required = true,
        paramLabel = "NAME",
        description = "openai, seaart, runware or apimart")
    private String provider = "";

    @Option(
        names = "--preset",
        paramLabel = "NAME",
        description = "for openai: azure, sub2api, localai, sd-server, vllm-omni, sglang")
    private @Nullable String preset;

    @Option(
        names = "--base-url",
        required = true,
        paramLabel = "URL",
        description = "the vendor's base with its version, such as https://api.openai.com/v1")
    private String baseUrl = "";

    @Option(
        names = "--secret",
        paramLabel = "SECRET",
        description = "env:NAME, file:PATH, - to read it from standard input, or the key itself")
    private String secret = "";

    @Option(
        names = "--model",
        paramLabel = "ID[=NAME]",
        description = "a model it makes, with the upstream's own name; default: all")
    private List<String> models = List.of();

    @Option(names = "--concurrency", paramLabel = "N", description = "calls at once (default: 4)")
    private int concurrency = AccountSpec.CONCURRENCY;

    @Option(names = "--images-per-minute", paramLabel = "N", description = "default: unlimited")
    private @Nullable Integer imagesPerMinute;

    @Option(names = "--tier", paramLabel = "T", description = "a label, such as official")
    private @Nullable String tier;

    @Option(names = "--weight", paramLabel = "N", description = "share among equals (default: 1)")
    private int weight = AccountSpec.WEIGHT;

    @Option(
        names = "--option",
        paramLabel = "KEY=VALUE",
        description = "how this upstream differs; see docs/accounts.md")
    private Map<String, String> more = Map.of();

    @Override
    public void run() {
      try (var desk = AccountDesk.open(options)) {
        AccountSpec spec = spec();
        StoredAccount added = desk.accounts().add(spec, desk.audited(AccountAct.added(spec)));
        output.fields(shown(desk.accounts(), added));
      } catch (AccountProblemException e) {
        throw AccountDesk.refused(e);
      }
    }

    private AccountSpec spec() {
      return new AccountSpec(
          name,
          provider,
          AccountSpec.baseUrl(baseUrl),
          secret.equals("-") ? standardInput() : secret,
          models(),
          concurrency,
          imagesPerMinute == null ? OptionalInt.empty() : OptionalInt.of(imagesPerMinute),
          Optional.ofNullable(tier),
          weight,
          AccountSpec.options(Optional.ofNullable(preset), more));
    }

    private Map<String, String> models() {
      var named = new LinkedHashMap<String, String>();
      for (String model : models) {
        String[] both = model.split("=", 2);
        named.put(both[0], both.length == 1 ? both[0] : both[1]);
      }
      return named;
    }

    private static String standardInput() {
      try {
        return new String(System.in.readAllBytes(), UTF_8).strip();
      } catch (IOException e) {
        throw new CommandException(ExitCode.USAGE, "standard input could not be read");
      }
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List every account.")
  static final class ListAll implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Override
    public void run() {
      try (var desk = AccountDesk.open(options)) {
        output.rows(
            desk.accounts().list().stream().map(one -> shown(desk.accounts(), one)).toList());
      }
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Show an account, and what it did and cost in the last 24 hours;",
        "GET /api/v1/accounts/NAME shows its health too."
      })
  static final class Show implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    public void run() {
      try (var desk = AccountDesk.open(options)) {
        Map<String, Object> fields =
            shown(
                desk.accounts(),
                desk.accounts().find(name).orElseThrow(() -> AccountDesk.unknown(name)));
        fields.putAll(AttemptFields.activity(desk.activity(name)));
        fields.put("differences", counted(desk));
        output.fields(fields);
      }
    }

    /** Such as {@code missing=2, wrong_size=3}. */
    private String counted(AccountDesk desk) {
      return desk.differences(name).entrySet().stream()
          .map(one -> one.getKey().word() + "=" + one.getValue())
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = {
        "Ask the upstream whether it accepts the account, which costs nothing.",
        "With --spend it makes one image of the lowest quality, which the upstream charges."
      })
  static final class Test implements Callable<Integer> {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(names = "--spend", description = "make an image, which the upstream charges")
    private boolean spend;

    @Option(
        names = "--model",
        paramLabel = "ID",
        description = "of that image; default: the usual one of those that the account makes")
    private @Nullable String model;

    @Option(
        names = "--output",
        paramLabel = "FILE",
        description = "where that image is written (default: NAME.png)")
    private @Nullable Path image;

    @Override
    public Integer call() throws InterruptedException {
      try (var desk = AccountDesk.open(options)) {
        StoredAccount account =
            desk.accounts().find(name).orElseThrow(() -> AccountDesk.unknown(name));
        Path file = image == null ? Path.of(name + ".png") : image;
        AccountCheck check =
            spend
                ? desk.accounts().spend(account, Optional.ofNullable(model), file)
                : desk.accounts().check(account);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", name);
        fields.put("works", check.works());
        fields.put("evidence", check.evidence());
        if (spend && check.works()) {
          fields.put("file", file.toString());
        }
        output.fields(fields);
        return check.works() ? ExitCode.OK : ExitCode.FAILED;
      } catch (AccountProblemException e) {
        throw AccountDesk.refused(e);
      }
    }
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Give it no further work; what runs goes on.")
  static final class Pause extends Switch {
    @Override
    boolean paused() {
      return true;
    }
  }

  @Command(name = "resume", mixinStandardHelpOptions = true, description = "Give it work again.")
  static final class Resume extends Switch {
    @Override
    boolean paused() {
      return false;
    }
  }

  /** Pauses or resumes. */
  abstract static class Switch implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    abstract boolean paused();

    @Override
    public void run() {
      try (var desk = AccountDesk.open(options)) {
        String act = paused() ? "account.pause" : "account.resume";
        StoredAccount changed =
            desk.accounts()
                .pause(name, paused(), desk.audited(AccountAct.of(act, name)))
                .orElseThrow(() -> AccountDesk.unknown(name));
        output.fields(shown(desk.accounts(), changed));
      } catch (AccountProblemException e) {
        throw AccountDesk.refused(e);
      }
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Forget an account and its secret.")
  static final class Remove implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    public void run() {
      try (var desk = AccountDesk.open(options)) {
        if (!desk.accounts().remove(name, desk.audited(AccountAct.of("account.remove", name)))) {
          throw AccountDesk.unknown(name);
        }
        System.out.println("removed " + name);
      } catch (AccountProblemException e) {
        throw AccountDesk.refused(e);
      }
    }
  }
}
