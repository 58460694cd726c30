package dev.atelier.server.command;

import dev.atelier.database.DataDirectoryInUseException;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.server.config.ConfigException;
import dev.atelier.server.wiring.ProgramVersion;
import dev.atelier.server.wiring.StartException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code atelier}: the root of every command. */
@Command(
    name = "atelier",
    mixinStandardHelpOptions = true,
    version = "Atelier " + ProgramVersion.TEXT,
    description = {
      "A self-hosted image-generation server that speaks the vendors' own APIs.",
      "In a checkout also: atelier build (no tests), test (everything), dist (an archive)."
    },
    subcommands = {
      ServeCommand.class,
      GenerateCommand.class,
      QuoteCommand.class,
      TenantsCommand.class,
      KeysCommand.class,
      LimitsCommand.class,
      PricesCommand.class,
      LedgerCommand.class,
      UsageCommand.class,
      BudgetsCommand.class,
      AccountsCommand.class,
      JobsCommand.class,
      WebhooksCommand.class,
      ModerationCommand.class,
      AuditCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      MigrateCommand.class,
      CopyCommand.class,
      DoctorCommand.class,
      WarmUpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 ok, 2 usage, 3 refused, 4 failed, 5 unreachable.",
      "Settings: --config FILE, or ATELIER_… variables; 'atelier doctor --settings' lists them."
    })
public final class AtelierCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  /** Runs the command that {@code args} name and returns its exit code. */
  public static int run(String... args) {
    return new CommandLine(new AtelierCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(AtelierCommand::explain)
        .execute(args);
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }

  private static int explain(
      Exception problem, CommandLine commandLine, CommandLine.ParseResult result) {
    commandLine.getErr().println("atelier: " + message(problem));
    return switch (problem) {
      case CommandException known -> known.code();
      case ConfigException _ -> ExitCode.USAGE;
      default -> ExitCode.FAILED;
    };
  }

  private static String message(Exception problem) {
    return switch (problem) {
      case CommandException known -> text(known);
      case ConfigException known -> text(known);
      case StartException known -> text(known);
      case DataDirectoryInUseException known -> text(known);
      case DatabaseUnavailableException known -> text(known);
      default -> problem.getClass().getSimpleName() + ": " + text(problem);
    };
  }

  private static String text(Exception problem) {
    return Optional.ofNullable(problem.getMessage()).orElse("failed");
  }
}
