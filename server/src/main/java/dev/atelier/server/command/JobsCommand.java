package dev.atelier.server.command;

import dev.atelier.database.Tx;
import dev.atelier.gateway.query.JobAttempt;
import dev.atelier.image.Fault;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobDifference;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.JobState;
import dev.atelier.queue.WaitReasons;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.CancelModule;
import dev.atelier.server.wiring.DatabaseModule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier jobs}: what was ordered and what came of it. Works beside a running server. */
@Command(
    name = "jobs",
    mixinStandardHelpOptions = true,
    description = "List, show, cancel and watch jobs.",
    subcommands = {
      JobsCommand.ListAll.class,
      JobsCommand.Show.class,
      JobsCommand.Cancel.class,
      JobsCommand.Watch.class
    },
    synopsisSubcommandLabel = "list|show|cancel|watch")
final class JobsCommand {
  private static Map<String, Object> summary(Job job) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", job.id().toString());
    fields.put("tenant", job.tenant().value());
    fields.put("state", word(job.state()));
    fields.put("route", job.route());
    fields.put("dialect", job.dialect());
    fields.put("images", job.images().size());
    fields.put("size", job.request().order().output().size().toString());
    fields.put("created", job.created().toString());
    fields.put("fault", job.fault().map(JobsCommand::name).orElse(""));
    return fields;
  }

  private static Map<String, Object> detail(
      Job job, List<JobAttempt> attempts, List<JobDifference> differences) {
    Map<String, Object> fields = summary(job);
    fields.put("key", job.key().value());
    fields.put("started", job.started().map(Object::toString).orElse(""));
    fields.put("ended", job.ended().map(Object::toString).orElse(""));
    for (JobImage image : job.images()) {
      fields.put("image " + image.index(), image(image));
    }
    AttemptFields.put(fields, attempts);
    int number = 1;
    for (JobDifference difference : differences) {
      fields.put("difference " + number++, difference(difference));
    }
    return fields;
  }

  /** Such as {@code second wrong_size, image 0: size 512x512 where 1024x1024 was ordered}. */
  private static String difference(JobDifference one) {
    return one.account()
        + " "
        + one.difference().kind().word()
        + (one.image().isPresent() ? ", image " + one.image().getAsInt() : "")
        + ": "
        + one.difference().words();
  }

  /** Why each call was made where it was, and what keeps the accounts from a job that waits. */
  private static Map<String, Object> explained(Tx tx, JobQueue queue, Job job) {
    var fields = new LinkedHashMap<String, Object>();
    var choices = queue.choices(tx, job.id());
    int number = 1;
    for (var attempt : queue.attempts(tx, job.id())) {
      List<String> choice = choices.getOrDefault(attempt.id(), List.of());
      if (!choice.isEmpty()) {
        fields.put("attempt " + number + " choice", String.join("; ", choice));
      }
      number++;
    }
    List<String> waiting = WaitReasons.find(tx, job);
    if (!waiting.isEmpty()) {
      fields.put("waiting", String.join("; ", waiting));
    }
    return fields;
  }

  private static String image(JobImage image) {
    return word(image.state())
        + image
            .report()
            .map(report ->
                " %s %s by %s, checked: %s%s%s%s"
                    .formatted(
                        report.size(),
                        report.format().word(),
                        report.engine(),
                        String.join(", ", report.checks()),
                        report.repairs().isEmpty() ? "" : "; " + report.repairs(),
                        report.differences().isEmpty() ? "" : "; differs: " + report.differences(),
                        report.notUnderstood().isEmpty()
                            ? ""
                            : "; not understood: " + report.notUnderstood()))
            .orElse("");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String name(Fault fault) {
    return fault.getClass().getSimpleName();
  }

  private static Job require(DatabaseModule records, String id) {
    JobId job = parse(id);
    return records
        .database()
        .read(tx -> records.queue().find(tx, TenantId.DEFAULT, job))
        .orElseThrow(() -> new CommandException(ExitCode.REFUSED, "no job has the id " + id));
  }

  private static JobId parse(String id) {
    try {
      return JobId.parse(id);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "not a job id: " + id);
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List jobs, newest first.")
  static final class ListAll implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(names = "--state", description = "queued, running, succeeded, failed or cancelled only")
    private @Nullable JobState state;

    @Option(
        names = "--tenant",
        paramLabel = "ID",
        description = "whose; * is every tenant (default: default)")
    private String tenant = TenantId.DEFAULT.value();

    @Option(names = "--limit", description = "most rows (default: 50)")
    private int limit = 50;

    @Override
    public void run() {
      try (var records = DatabaseModule.open(options.load(), InstantSource.system())) {
        List<Job> jobs =
            records
                .database()
                .read(tx ->
                    tenant.equals("*")
                        ? records
                            .queue()
                            .listAll(tx, Optional.ofNullable(state), Optional.empty(), limit)
                        : records
                            .queue()
                            .list(
                                tx,
                                new TenantId(tenant),
                                Optional.ofNullable(state),
                                Optional.empty(),
                                limit));
        output.rows(jobs.stream().map(JobsCommand::summary).toList());
      }
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show one job: its pictures, checks, repairs, attempts and differences.")
  static final class Show implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    public void run() {
      try (var records = DatabaseModule.open(options.load(), InstantSource.system())) {
        Job job = require(records, id);
        List<JobDifference> differences =
            records.database().read(tx -> records.queue().differences(tx, job.id()));
        Map<String, Object> fields = detail(job, records.attempts().of(job.id()), differences);
        records.database().read(tx -> explained(tx, records.queue(), job)).forEach(fields::put);
        output.fields(fields);
      }
    }
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "End a job that is queued or running; nothing is charged.")
  static final class Cancel implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    public void run() {
      var clock = InstantSource.system();
      ServerConfig config = options.load();
      try (var records = DatabaseModule.open(config, clock)) {
        CancelResult result =
            CancelModule.beside(config, records, clock).cancel(TenantId.DEFAULT, parse(id));
        switch (result) {
          case CANCELLED -> System.out.println("cancelled " + id);
          case ALREADY_ENDED ->
              throw new CommandException(ExitCode.REFUSED, "the job has ended already: " + id);
          case NOT_FOUND -> throw new CommandException(ExitCode.REFUSED, "no job has the id " + id);
        }
      }
    }
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Print a job's state whenever it changes, until it ends.")
  static final class Watch implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofMillis(300);

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    public Integer call() throws InterruptedException {
      try (var records = DatabaseModule.open(options.load(), InstantSource.system())) {
        Job job = require(records, id);
        String shown = "";
        while (true) {
          String now = line(job);
          if (!now.equals(shown)) {
            System.out.println(now);
            shown = now;
          }
          if (job.state().ended()) {
            return job.state() == JobState.SUCCEEDED ? ExitCode.OK : ExitCode.FAILED;
          }
          Thread.sleep(EVERY);
          job = require(records, id);
        }
      }
    }

    private static String line(Job job) {
      long done = job.images().stream().filter(image -> image.artifact().isPresent()).count();
      return word(job.state())
          + " "
          + done
          + "/"
          + job.images().size()
          + job.fault().map(fault -> " " + name(fault)).orElse("");
    }
  }
}
