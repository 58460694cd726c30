package dev.atelier.gateway;

import static dev.atelier.gateway.DeliveredImages.answer;
import static dev.atelier.gateway.DeliveredImages.only;
import static dev.atelier.gateway.World.order;
import static dev.atelier.gateway.World.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.gateway.attempt.AttemptSettings;
import dev.atelier.gateway.attempt.DeliveryPolicy;
import dev.atelier.gateway.attempt.DeliveryPolicy.Repeated;
import dev.atelier.gateway.attempt.DeliveryPolicy.WrongSize;
import dev.atelier.gateway.settle.CommitRetry;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.AccountId;
import dev.atelier.image.Difference;
import dev.atelier.image.Difference.Kind;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.Usage;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.ledger.UpstreamSpend;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.provider.Results.Admitted;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is delivered is what was ordered, or is told and paid for as what it is. */
class DeliveredAsOrderedTest {
  private static final Model MODEL = Catalog.builtIn().find("gpt-image-2").orElseThrow();
  private static final ImageSize ORDERED = new ImageSize(1024, 1024);
  private static final ImageSize SMALL = new ImageSize(512, 512);
  private static final ImageSize WIDE = new ImageSize(1536, 1024);
  private static final String PROMPT = "a red fox";

  @TempDir private Path directory;

  /** Takes the tenant's work while both are well. */
  private final FakeProvider first = provider("usual");

  private final FakeProvider second = provider("second");

  @SuppressWarnings("NullAway.Init") // by each test, with its own accounts
  private World world;

  @BeforeEach
  void build() {
    world = World.of(directory, first);
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    assertThat(world.balance().held()).isZero();
    world.close();
  }

  // ---- a wrong size ----

  @ParameterizedTest
  @CsvSource({"512x512, 512", "1536x1024, 1536", "640x1024, 640"})
  void an_accepted_size_is_delivered_untouched_at_the_price_of_what_it_is(
      ImageSizeOf came, int width) {
    build(WrongSize.ACCEPT, first);
    first.answers(answer(png(came.size())));

    Job job = run(order(PROMPT));

    var report = job.images().getFirst().report().orElseThrow();
    assertThat(report.size()).isEqualTo(came.size());
    assertThat(report.size().width()).isEqualTo(width);
    assertThat(report.repairs()).isEmpty();
    assertThat(report.differences())
        .containsExactly("size " + came.size() + " where 1024x1024 was ordered");
    assertThat(charged(job))
        .containsExactly(Math.min(price(ORDERED), price(came.size())))
        .allMatch(micros -> micros <= job.price().heldMicros());
    assertThat(job.images().getFirst().priceMicros()).isEqualTo(charged(job).getFirst());
  }

  @Test
  void a_larger_size_than_ordered_costs_no_more_than_was_quoted() {
    build(WrongSize.ACCEPT, first);
    first.answers(answer(png(new ImageSize(2048, 2048))));

    Job job = run(order(PROMPT));

    assertThat(charged(job)).containsExactly(price(ORDERED));
  }

  @Test
  void what_the_upstream_counted_is_charged_where_it_is_less() {
    build(WrongSize.ACCEPT, first);
    var told =
        new ImageMetadata(
            Optional.of(new Usage(5, 0, 40)), Optional.empty(), OptionalLong.empty(), List.of());
    first.answers(answer(_ -> png(SMALL), told));

    assertThat(charged(run(order(PROMPT)))).containsExactly(5L * 5 + 40 * 30);
  }

  @Test
  void what_is_resampled_is_charged_as_what_was_made() {
    build(WrongSize.RESAMPLE, first);
    first.answers(answer(png(SMALL)));

    Job job = run(order(PROMPT));

    assertThat(job.images().getFirst().report().orElseThrow().size()).isEqualTo(ORDERED);
    assertThat(charged(job)).containsExactly(price(SMALL));
    assertThat(kinds(job)).containsExactly(Kind.WRONG_SIZE);
  }

  @Test
  void nothing_is_stretched_out_of_shape_but_ordered_elsewhere() {
    build(WrongSize.RESAMPLE, first, second);
    first.answers(answer(png(WIDE)));

    Job job = run(order(PROMPT));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(accounts(job)).containsExactly("usual spent", "second succeeded");
    assertThat(charged(job)).containsExactly(price(ORDERED));
  }

  @Test
  void a_wrong_size_that_fails_is_made_elsewhere_and_both_bills_are_counted() {
    build(WrongSize.FAIL, first, second);
    first.answers(answer(png(SMALL)));

    Job job = run(order(PROMPT));

    assertThat(accounts(job)).containsExactly("usual spent", "second succeeded");
    assertThat(world.attempts(job.id()).getFirst().evidence().orElseThrow())
        .isEqualTo("the picture is 512x512 where 1024x1024 was ordered");
    assertThat(charged(job)).containsExactly(price(ORDERED));
    assertThat(spent()).isEqualTo(Map.of("usual", price(ORDERED), "second", price(ORDERED)));
    assertThat(counted("usual")).isEqualTo(Map.of(Kind.WRONG_SIZE, 1L));
    assertThat(counted("second")).isEmpty();
  }

  @Test
  void a_wrong_size_that_fails_everywhere_costs_its_customer_nothing() {
    build(WrongSize.FAIL, first, second);
    first.answers(answer(png(SMALL)));
    second.answers(answer(png(SMALL)));

    Job job = run(order(PROMPT));

    assertThat(job.fault())
        .contains(new JobFault.UpstreamWaste("the picture is 512x512 where 1024x1024 was ordered"));
    assertThat(charged(job)).isEmpty();
    assertThat(first.calls().size() + second.calls().size()).isEqualTo(2);
    assertThat(world.upstreamSpend()).hasSize(2);
  }

  @Test
  void the_only_account_is_not_paid_twice_for_the_same_mistake() {
    build(WrongSize.FAIL, first);
    first.answers(answer(png(SMALL)));

    Job job = run(order(PROMPT));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(first.calls()).hasSize(1);
  }

  @Test
  void no_reorders_means_none() {
    build(new DeliveryPolicy(WrongSize.FAIL, Repeated.REORDER, 0), first, second);
    first.answers(answer(png(SMALL)));

    assertThat(run(order(PROMPT)).state()).isEqualTo(JobState.FAILED);
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void exact_pixels_are_kept_whatever_is_accepted() {
    build(WrongSize.ACCEPT, first);
    var exact = new ImageSize(1254, 1254);
    first.answers(answer(png(SMALL)));

    Job job = run(order(PROMPT).withOutput(Output.DEFAULT.withDelivered(exact)));

    assertThat(job.images().getFirst().report().orElseThrow().size()).isEqualTo(exact);
    assertThat(kinds(job)).containsExactly(Kind.WRONG_SIZE);
  }

  @Test
  void what_was_wasted_before_a_crash_counts_after_it() {
    build(WrongSize.FAIL, first, second);
    first.answers(answer(png(SMALL)), answer(png(SMALL)));
    second.answers(
        Answer.of(new Throttled(Optional.of(Duration.ofSeconds(1)), "429")), answer(png(SMALL)));
    JobId id = world.submit(order(PROMPT)).job().id();
    world.work();
    assertThat(world.job(id).state()).isEqualTo(JobState.QUEUED);

    world.restart();
    world.advance(Duration.ofSeconds(2));

    assertThat(world.job(id).state()).isEqualTo(JobState.FAILED);
    assertThat(
            world.attempts(id).stream().filter(row -> row.outcome().equals(Optional.of("spent"))))
        .hasSize(2);
    assertThat(world.charges(id)).isEmpty();
  }

  // ---- a lower quality, another model ----

  @Test
  void an_admitted_lower_quality_is_told_and_charged_as_what_it_is() {
    build(WrongSize.RESAMPLE, first);
    first.answers(answer(_ -> png(ORDERED), admitted(Quality.LOW, "gpt-image-1-mini")));

    Job job = run(order(PROMPT).withOutput(Output.DEFAULT.withQuality(Quality.HIGH)));

    var report = job.images().getFirst().report().orElseThrow();
    assertThat(report.quality()).isEqualTo(Quality.LOW);
    assertThat(report.differences())
        .containsExactly(
            "quality low where high was ordered",
            "model gpt-image-1-mini where gpt-image-2 was ordered");
    assertThat(charged(job)).containsExactly(price(ORDERED, Quality.LOW));
    assertThat(counted("usual")).isEqualTo(Map.of(Kind.WRONG_QUALITY, 1L, Kind.WRONG_MODEL, 1L));
  }

  @Test
  void a_higher_quality_than_ordered_costs_what_was_ordered() {
    build(WrongSize.RESAMPLE, first);
    first.answers(answer(_ -> png(ORDERED), admitted(Quality.HIGH, "gpt-image-2")));

    Job job = run(order(PROMPT).withOutput(Output.DEFAULT.withQuality(Quality.LOW)));

    assertThat(charged(job)).containsExactly(price(ORDERED, Quality.LOW));
  }

  @Test
  void a_word_for_quality_that_the_model_does_not_have_says_nothing() {
    build(WrongSize.RESAMPLE, first);
    first.answers(answer(_ -> png(ORDERED), admitted(new Quality("hd"), "gpt-image-2")));

    Job job = run(order(PROMPT));

    assertThat(job.images().getFirst().report().orElseThrow().quality()).isEqualTo(Quality.MEDIUM);
    assertThat(charged(job)).containsExactly(price(ORDERED));
  }

  // ---- too few, too many ----

  @ParameterizedTest
  @EnumSource(CompletionPolicy.class)
  void what_did_not_come_is_ordered_again_elsewhere_and_each_is_charged_once(
      CompletionPolicy completion) {
    build(WrongSize.RESAMPLE, first, second);
    first.answers(only(0, 2));

    Job job = run(several(4).with(completion));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(accounts(job)).containsExactly("usual succeeded", "second succeeded");
    assertThat(second.calls().getFirst().indexes()).containsExactly(1, 3);
    assertThat(charged(job)).hasSize(4).allMatch(micros -> micros == price(ORDERED));
    assertThat(spent())
        .isEqualTo(Map.of("usual", 2 * price(ORDERED), "second", 2 * price(ORDERED)));
    assertThat(counted("usual")).isEqualTo(Map.of(Kind.MISSING, 2L));
  }

  @Test
  void the_only_account_is_asked_for_the_rest() {
    build(WrongSize.RESAMPLE, first);
    first.answers(only(0, 1, 2));

    Job job = run(several(4).with(CompletionPolicy.EACH));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(first.calls()).extracting(call -> call.indexes().size()).containsExactly(4, 1);
    assertThat(charged(job)).hasSize(4);
  }

  @Test
  void what_never_comes_fails_and_the_others_are_delivered() {
    build(WrongSize.RESAMPLE, first);
    first.answers(only(0), only(0), only(0));

    Job job = run(several(3).with(CompletionPolicy.EACH));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(charged(job)).containsExactly(price(ORDERED));
    assertThat(first.calls()).hasSize(2);
  }

  @Test
  void what_came_beyond_the_order_is_recorded_and_counted_as_spend() {
    build(WrongSize.RESAMPLE, first);
    first.answers((provider, call, results) -> {
      results.surplus(2);
      return Answer.SUCCESS.give(provider, call, results);
    });

    Job job = run(order(PROMPT));

    assertThat(charged(job)).containsExactly(price(ORDERED));
    assertThat(world.differences(job.id()))
        .extracting(one -> one.image().isPresent() + " " + one.difference().words())
        .containsExactly("false 2 more than the 1 ordered came");
    assertThat(spent()).isEqualTo(Map.of("usual", 3 * price(ORDERED)));
  }

  // ---- the same picture twice ----

  @ParameterizedTest
  @EnumSource(CompletionPolicy.class)
  void a_picture_that_comes_twice_is_one_picture_and_the_other_is_ordered_again(
      CompletionPolicy completion) {
    build(WrongSize.RESAMPLE, first, second);
    first.answers(answer(png(ORDERED)));

    Job job = run(several(2).with(completion));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(accounts(job)).containsExactly("usual succeeded", "second succeeded");
    assertThat(second.calls().getFirst().indexes()).containsExactly(1);
    assertThat(charged(job)).hasSize(2);
    assertThat(pictures(job)).hasSize(2);
    assertThat(counted("usual")).isEqualTo(Map.of(Kind.REPEATED, 1L));
    assertThat(spent()).isEqualTo(Map.of("usual", 2 * price(ORDERED), "second", price(ORDERED)));
  }

  @Test
  void another_text_beside_it_makes_no_other_picture() {
    build(WrongSize.RESAMPLE, first);
    first.answers(
        answer(index -> DeliveredImages.marked(ORDERED, "image " + index), ImageMetadata.NOTHING));

    Job job = run(several(2));

    assertThat(kinds(job)).containsExactly(Kind.REPEATED);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void an_upstream_that_has_one_picture_only_is_asked_once_more_and_then_told_so() {
    build(WrongSize.RESAMPLE, first);
    first.answers(answer(png(ORDERED)), answer(png(ORDERED)), answer(png(ORDERED)));

    Job job = run(several(2));

    assertThat(job.fault())
        .contains(
            new JobFault.UpstreamWaste(
                "the upstream delivered a picture that the job has already"));
    assertThat(first.calls()).hasSize(2);
    assertThat(charged(job)).isEmpty();
    assertThat(counted("usual")).isEqualTo(Map.of(Kind.REPEATED, 2L));
  }

  @Test
  void a_repeat_by_a_call_beside_the_first_is_one_too() {
    var single = new FakeProvider("single", new Capabilities(1, false, false, false));
    build(WrongSize.RESAMPLE, single);
    single.answers(answer(png(ORDERED)), answer(png(ORDERED)));

    Job job = run(several(2).with(CompletionPolicy.EACH));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(pictures(job)).hasSize(2);
    assertThat(single.calls()).hasSize(3);
    assertThat(charged(job)).hasSize(2);
  }

  @Test
  void repeats_that_are_accepted_are_delivered_for_nothing_and_told() {
    build(new DeliveryPolicy(WrongSize.RESAMPLE, Repeated.ACCEPT, 1), first);
    first.answers(answer(png(ORDERED)));

    Job job = run(several(2));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(charged(job)).containsExactly(price(ORDERED), 0L);
    assertThat(kinds(job)).containsExactly(Kind.REPEATED);
    assertThat(first.calls()).hasSize(1);
    assertThat(spent()).isEqualTo(Map.of("usual", 2 * price(ORDERED)));
  }

  @Test
  void what_is_made_for_nothing_is_not_asked_for_again_when_it_repeats_itself() {
    var free = new FakeProvider("free", new Capabilities(10, false, true, true));
    build(WrongSize.RESAMPLE, free);
    free.answers(answer(png(ORDERED)));

    Job job = run(several(2));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(kinds(job)).containsExactly(Kind.REPEATED);
    assertThat(free.calls()).hasSize(1);
  }

  @Test
  void a_lost_acknowledgement_makes_no_repeat() {
    build(WrongSize.RESAMPLE, GatewaySettings.DEFAULT.commitRetry(), first);
    first.answers((provider, call, results) -> {
      provider.deliver(call, 0, results);
      world.loseNextAcknowledgement();
      provider.deliver(call, 1, results);
      return Succeeded.ALL;
    });

    Job job = run(several(2).with(CompletionPolicy.EACH));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(kinds(job)).isEmpty();
    assertThat(charged(job)).hasSize(2);
    assertThat(first.calls()).hasSize(1);
  }

  // ---- no picture at all ----

  @ParameterizedTest
  @CsvSource({"torn", "text", "animated", "huge", "empty"})
  void what_is_no_whole_still_picture_is_not_delivered(String what) {
    build(WrongSize.ACCEPT, first, second);
    first.answers(answer(broken(what)));

    Job job = run(order(PROMPT));

    assertThat(accounts(job)).containsExactly("usual spent", "second succeeded");
    assertThat(kinds(job)).containsExactly(Kind.UNUSABLE);
    assertThat(charged(job)).containsExactly(price(ORDERED));
  }

  @Test
  void of_bytes_that_are_no_picture_no_more_is_kept_however_many_come() {
    build(WrongSize.RESAMPLE, first);
    first.answers((_, call, results) -> {
      try (var sink = results.image(call.indexes().getFirst())) {
        byte[] block = new byte[16 << 10];
        for (int i = 0; i < 1_000; i++) {
          sink.write(block);
        }
        sink.complete(ImageMetadata.NOTHING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      assertThat(staged()).isLessThan(100_000);
      return Succeeded.ALL;
    });

    assertThat(run(order(PROMPT)).fault())
        .contains(new JobFault.UpstreamWaste("the picture is not a PNG, JPEG or WebP image"));
  }

  @Test
  void a_provider_that_dies_over_an_answer_leaves_no_half_charge() {
    build(WrongSize.ACCEPT, first);
    first.answers((_, call, results) -> {
      DeliveredImages.write(results, call.indexes().getFirst(), png(SMALL), ImageMetadata.NOTHING);
      throw new ProcessDies();
    });
    JobId id = world.submit(several(2).with(CompletionPolicy.EACH)).job().id();
    assertThatThrownBy(world::work).isInstanceOf(ProcessDies.class);
    assertThat(world.charges(id)).extracting(Charge::micros).containsExactly(price(SMALL));

    world.restart();
    world.work();

    assertThat(world.charges(id)).extracting(Charge::micros).containsExactly(price(SMALL));
    assertThat(world.differences(id))
        .extracting(one -> one.difference().kind())
        .containsExactly(Kind.WRONG_SIZE);
    assertThat(counted("usual")).isEqualTo(Map.of(Kind.WRONG_SIZE, 1L));
  }

  private long staged() {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void build(WrongSize policy, FakeProvider... providers) {
    build(policy, CommitRetry.NEVER, providers);
  }

  private void build(WrongSize policy, CommitRetry commits, FakeProvider... providers) {
    build(new DeliveryPolicy(policy, Repeated.REORDER, 1), commits, providers);
  }

  private void build(DeliveryPolicy policy, FakeProvider... providers) {
    build(policy, CommitRetry.NEVER, providers);
  }

  private void build(DeliveryPolicy policy, CommitRetry commits, FakeProvider... providers) {
    var settings = GatewaySettings.DEFAULT.with(commits).with(AttemptSettings.DEFAULT.with(policy));
    world = World.of(directory, World.Settings.DEFAULT.with(settings), providers);
  }

  private Job run(Order order) {
    return run(submission(order));
  }

  private Job run(Submission submission) {
    JobId id = world.submit(submission).job().id();
    world.work();
    Job job = world.job(id);
    assertThat(job.state().ended()).isTrue();
    return job;
  }

  private static Submission several(int count) {
    return submission(order(PROMPT).withCount(count));
  }

  private List<Long> charged(Job job) {
    return world.charges(job.id()).stream().map(Charge::micros).toList();
  }

  private List<String> accounts(Job job) {
    return world.attempts(job.id()).stream()
        .map(row -> row.account() + " " + row.outcome().orElse("open"))
        .toList();
  }

  private List<Kind> kinds(Job job) {
    return world.differences(job.id()).stream().map(one -> one.difference().kind()).toList();
  }

  private Map<Difference.Kind, Long> counted(String account) {
    return world.runtime.gateway().find().differences(new AccountId(account));
  }

  private Map<String, Long> spent() {
    return world.upstreamSpend().stream()
        .collect(Collectors.toMap(spend -> spend.account().value(), UpstreamSpend::micros));
  }

  private static List<String> pictures(Job job) {
    return job.images().stream()
        .map(image -> image.report().orElseThrow().picture().orElseThrow().hex())
        .distinct()
        .toList();
  }

  private static long price(ImageSize size) {
    return price(size, Quality.MEDIUM);
  }

  /** What the catalog asks for one picture of this size and quality. */
  private static long price(ImageSize size, Quality quality) {
    var tokens = MODEL.tokens();
    return MODEL
        .prices()
        .micros(new Usage(tokens.prompt(order(PROMPT).prompt()), 0, tokens.output(size, quality)));
  }

  private static ImageMetadata admitted(Quality quality, String model) {
    return new ImageMetadata(
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        List.of(),
        List.of("quality " + quality + " where high was ordered").stream()
            .filter(_ -> quality.equals(Quality.LOW))
            .toList(),
        new Admitted(
            Optional.of(quality), Optional.of(model).filter(made -> !made.equals("gpt-image-2"))));
  }

  private static byte[] png(ImageSize size) {
    return DeliveredImages.of(size, OutputFormat.PNG);
  }

  private static byte[] broken(String what) {
    byte[] png = png(ORDERED);
    return switch (what) {
      case "torn" -> Arrays.copyOf(png, png.length / 2);
      case "text" -> "<html>502 Bad Gateway</html>".getBytes(StandardCharsets.UTF_8);
      case "animated" -> animated(png);
      case "huge" -> huge(png);
      case "empty" -> new byte[0];
      default -> throw new IllegalArgumentException(what);
    };
  }

  /** The PNG with an animation control chunk after its header. */
  private static byte[] animated(byte[] png) {
    byte[] control = {0, 0, 0, 2, 0, 0, 0, 0};
    var chunk = ByteBuffer.allocate(12 + control.length).putInt(control.length);
    chunk.put("acTL".getBytes(StandardCharsets.US_ASCII)).put(control);
    var crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + control.length);
    chunk.putInt((int) crc.getValue());
    var bytes = ByteBuffer.allocate(png.length + chunk.capacity());
    return bytes.put(png, 0, 33).put(chunk.array()).put(png, 33, png.length - 33).array();
  }

  /** The PNG with a header that claims far more pixels. */
  private static byte[] huge(byte[] png) {
    var bytes = ByteBuffer.wrap(png.clone());
    bytes.putInt(16, 20_000).putInt(20, 20_000);
    var crc = new CRC32();
    crc.update(bytes.array(), 12, 17);
    return bytes.putInt(29, (int) crc.getValue()).array();
  }

  private static FakeProvider provider(String name) {
    return new FakeProvider(name, new Capabilities(10, false, false, true));
  }

  /** A size as a test's table writes it. */
  record ImageSizeOf(ImageSize size) {
    static ImageSizeOf valueOf(String text) {
      return new ImageSizeOf(ImageSize.parse(text).orElseThrow());
    }
  }

  private static final class ProcessDies extends Error {
    private static final long serialVersionUID = 1L;
  }
}
