package dev.atelier.server.command;

import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.FaultException;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import dev.atelier.moderation.Judgement;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.server.wiring.ModerationModule;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier moderation}: what the configured policies say. */
@Command(
    name = "moderation",
    mixinStandardHelpOptions = true,
    description = "Try out what is refused.",
    subcommands = ModerationCommand.Try.class,
    synopsisSubcommandLabel = "try")
final class ModerationCommand {
  private ModerationCommand() {}

  @Command(
      name = "try",
      mixinStandardHelpOptions = true,
      description = {
        "Say what becomes of a prompt: verdict, categories, rules and checks. Makes and stores nothing.",
        "Through --server or ATELIER_URL (with ATELIER_KEY of scope admin), else by the settings here.",
        "Exit code 3 if it is refused."
      })
  static final class Try implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "PROMPT")
    private String prompt = "";

    @Option(names = "--level", description = "auto or low (default: auto)")
    private ModerationLevel level = ModerationLevel.AUTO;

    @Option(names = "--tenant", description = "whose settings (default: the default tenant's)")
    private String tenant = TenantId.DEFAULT.value();

    @Option(names = "--server", paramLabel = "URL", description = "an Atelier server")
    private @Nullable URI server;

    @Option(names = "--key", description = "a key of scope admin (default: ATELIER_KEY)")
    private @Nullable String key;

    @Override
    public Integer call() {
      if (prompt.isEmpty()) {
        throw new CommandException(ExitCode.USAGE, "the prompt is empty");
      }
      Optional<URI> address =
          Optional.ofNullable(server)
              .or(() ->
                  Optional.ofNullable(System.getenv("ATELIER_URL"))
                      .filter(url -> !url.isBlank())
                      .map(URI::create));
      Map<String, Object> told = address.isPresent() ? ask(address.get()) : here();
      output.fields(told);
      return Boolean.TRUE.equals(told.get("refused")) ? ExitCode.REFUSED : ExitCode.OK;
    }

    private Map<String, Object> here() {
      try (var module = ModerationModule.of(options.load().moderation())) {
        Judgement judgement =
            module
                .moderation()
                .judge(new Prompt(prompt), new ModerationContext(new TenantId(tenant), level));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("verdict", judgement.verdict().word());
        fields.put("refused", judgement.blocked(Stage.INPUT).isPresent());
        fields.put("categories", judgement.verdict().categories());
        fields.put("rules", judgement.rules());
        fields.put("checks", judgement.checks());
        return fields;
      } catch (FaultException e) {
        throw new CommandException(ExitCode.FAILED, "the prompt could not be judged now");
      }
    }

    private Map<String, Object> ask(URI address) {
      ObjectNode order =
          AdminDesk.fields().put("prompt", prompt).put("level", level.word()).put("tenant", tenant);
      try (var desk = new RemoteDesk(address, secret(), TIMEOUT)) {
        var fields = new LinkedHashMap<String, Object>();
        desk.post("/moderation/try", order)
            .properties()
            .forEach(one ->
                fields.put(
                    one.getKey(), JsonMapper.shared().treeToValue(one.getValue(), Object.class)));
        return fields;
      }
    }

    private String secret() {
      return Optional.ofNullable(key)
          .or(() -> Optional.ofNullable(System.getenv("ATELIER_KEY")))
          .orElse("");
    }
  }
}
