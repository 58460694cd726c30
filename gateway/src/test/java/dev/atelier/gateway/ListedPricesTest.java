package dev.atelier.gateway;

import static dev.atelier.gateway.DeliveredImages.answer;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.catalog.price.PriceList;
import dev.atelier.gateway.order.Terms;
import dev.atelier.gateway.submit.CostLimit;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.AdmissionFault.QuoteRefused;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.QuoteProblem;
import dev.atelier.image.Usage;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.provider.Results.Admitted;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.account.AccountFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held and charged by an operator's price list, and by quotes of it. */
class ListedPricesTest {
  private static final ImageSize SIZE = new ImageSize(1024, 1024);
  private static final Terms FALLBACK =
      new Terms(new AccountFilter.Last("dear"), Optional.of("apimart"));
  private static final Answer THROTTLED =
      Answer.of(new AttemptOutcome.Throttled(Optional.of(ofSeconds(300)), "429"));

  @TempDir Path directory;
  private final FakeProvider plain = provider("plain", false);
  private final FakeProvider dear = provider("dear", false);
  private World world;

  @BeforeEach
  void open() {
    world = World.of(directory, provider("sandbox", true));
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    world.close();
  }

  @Test
  void a_quote_of_nothing_is_refused_as_soon_as_somebody_must_be_paid() {
    Order order = World.order("a red fox");
    var quoted =
        world
            .runtime
            .gateway()
            .quotes()
            .quote(
                World.CALLER,
                World.submission(order).request(),
                Terms.USUAL,
                "test",
                Optional.empty());
    assertThat(quoted.quote().ceilingMicros()).isZero();
    Submission ordered =
        World.submission(order).upTo(new CostLimit(Optional.empty(), Optional.of(quoted.id())));
    assertThat(world.submit(ordered).job().price().heldMicros()).isZero();
    world.close();

    world = World.of(directory, plain);

    assertThatThrownBy(() -> world.submit(ordered))
        .isInstanceOfSatisfying(
            FaultException.class,
            e ->
                assertThat(e.fault()).isEqualTo(new QuoteRefused(new QuoteProblem.NoLongerFree())));
  }

  @Test
  void a_last_resort_that_is_sold_by_the_picture_is_held_and_charged_so() {
    open(
        """
        {"model":"*","api":"apimart","usdPerImage":[{"usd":"0.01"}]},
        {"model":"*","api":"apimart-official","usdPerImage":[
          {"quality":"low","usd":"0.002"},{"usd":"0.04"}]}
        """);
    plain.answers(THROTTLED);

    JobId id = world.submit(World.submission(World.order("a red fox")).on(FALLBACK)).job().id();

    assertThat(world.balance().held()).isEqualTo(40_000);
    world.work();
    world.advance(ofSeconds(5));
    assertThat(dear.calls()).hasSize(1);
    assertThat(charged(id)).containsExactly(40_000L);
  }

  @Test
  void a_last_resort_that_made_it_cheaper_than_ordered_costs_what_that_does() {
    open(
        """
        {"model":"*","api":"apimart","usdPerImage":[{"usd":"0.01"}]},
        {"model":"*","api":"apimart-official","usdPerImage":[
          {"quality":"low","usd":"0.02"},{"usd":"0.04"}]}
        """);
    plain.answers(THROTTLED);
    dear.answers(low(Optional.empty()));

    JobId id = world.submit(World.submission(World.order("a red fox")).on(FALLBACK)).job().id();
    world.work();
    world.advance(ofSeconds(5));

    assertThat(charged(id)).containsExactly(20_000L);
  }

  /** By the published prices, what the upstream told would be the cheapest. */
  @Test
  void the_cheapest_count_is_the_cheapest_by_the_job_s_own_list() {
    open(
        """
        {"model":"*","usdPerMillionTokens":{"textIn":"1000","imageOut":"1"}}
        """);
    plain.answers(low(Optional.of(new Usage(100, 0, 50))));

    JobId id =
        world
            .submit(World.order("a red fox").withOutput(Output.DEFAULT.withQuality(Quality.HIGH)))
            .job()
            .id();
    world.work();

    Model model = Catalog.builtIn().preferred();
    var prompt = World.order("a red fox").prompt();
    assertThat(charged(id))
        .containsExactly(
            model.tokens().prompt(prompt) * 1000 + model.tokens().output(SIZE, Quality.LOW));
  }

  private List<Long> charged(JobId id) {
    return world.charges(id).stream().map(Charge::micros).toList();
  }

  /** A world with this list of prices. */
  private void open(String prices) {
    world.close();
    world =
        World.of(
            directory,
            new World.Settings(1, 100, Moderation.OFF, Map.of("dear", "dear")),
            plain,
            dear);
    var book = new PriceBook(world.database, Catalog.builtIn(), world.clock);
    String document =
        """
        {"id":"own","from":"%s","prices":[%s]}
        """
            .formatted(world.clock.instant(), prices);
    PriceList list = book.read(document);
    world.database.write(tx -> book.add(tx, list, document));
  }

  /** A picture of low quality, of which the upstream says so. */
  private static Answer low(Optional<Usage> counted) {
    return answer(
        _ -> DeliveredImages.of(SIZE, OutputFormat.PNG),
        new ImageMetadata(
            counted,
            Optional.empty(),
            OptionalLong.empty(),
            List.of(),
            List.of(),
            new Admitted(Optional.of(Quality.LOW), Optional.empty())));
  }

  private static FakeProvider provider(String name, boolean free) {
    return new FakeProvider(name, new Capabilities(10, false, free, true));
  }
}
