package dev.atelier.gateway.order;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.catalog.Prices;
import dev.atelier.catalog.TokenRules;
import dev.atelier.catalog.price.PriceList;
import dev.atelier.catalog.price.Pricing;
import dev.atelier.database.Tx;
import dev.atelier.gateway.order.CostBreakdown.Counted;
import dev.atelier.gateway.order.CostBreakdown.Part;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.Quality;
import dev.atelier.image.QuoteProblem;
import dev.atelier.image.SizeChoice;
import dev.atelier.image.Usage;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.provider.Account;
import dev.atelier.provider.account.AccountFilter;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.queue.Job;
import dev.atelier.queue.Price;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a resolved request will count and cost, before it is made. */
public final class QuoteJob {
  private static final long NANO_PER_MICRO = 1_000;
  private static final Prices NOTHING = new Prices(0, 0, 0, 0, 0);

  private final Catalog catalog;
  private final AccountPool accounts;
  private final PriceBook prices;

  public QuoteJob(Catalog catalog, AccountPool accounts, PriceBook prices) {
    this.catalog = catalog;
    this.accounts = accounts;
    this.prices = prices;
  }

  /** Tokens of one picture with {@code partials} previews delivered. */
  public Usage usage(ImageRequest resolved, int partials) {
    return usage(resolved, partials, size(resolved.order()), resolved.order().output().quality());
  }

  /**
   * What is counted for a picture of a job that was made otherwise than ordered: of what the
   * upstream says, what was ordered and what was made, whichever costs the job's owner least.
   */
  public Usage usage(
      Tx tx, Job job, Account maker, int partials, MadeAs made, Optional<Usage> told) {
    ImageRequest resolved = job.request();
    Prices tokens =
        pricing(tx, job, maker) instanceof Pricing.PerToken(var own)
            ? own
            : model(resolved).prices();
    return Stream.concat(
            told.stream(),
            Stream.of(
                usage(resolved, partials), usage(resolved, partials, made.size(), made.quality())))
        .min(Comparator.comparingLong(tokens::micros))
        .orElseThrow();
  }

  private Usage usage(ImageRequest resolved, int partials, ImageSize size, Quality quality) {
    Order order = resolved.order();
    TokenRules tokens = model(resolved).tokens();
    long imageIn =
        switch (resolved) {
          case ImageRequest.Generation _ -> 0;
          case ImageRequest.Edit edit ->
              edit.images().stream().map(InputImage::size).mapToLong(tokens::input).sum();
        };
    long imageOut = tokens.output(size, quality) + (long) partials * tokens.partial();
    return new Usage(tokens.prompt(order.prompt()), imageIn, imageOut);
  }

  /**
   * What each image of a job that is accepted now costs at most, and by which prices; nothing where
   * all who can make it work for nothing.
   *
   * @param dialect the API that it came through
   * @throws FaultException {@link AdmissionFault.NotPriced}
   */
  public Price price(ImageRequest resolved, Terms terms, String dialect, Instant now) {
    return price(resolved, terms, dialect, list(now));
  }

  /** The list that holds at a moment. */
  public PriceList list(Instant now) {
    return prices.at(now);
  }

  /**
   * The same for one that was quoted: by the quote's list, and never above its ceiling.
   *
   * @throws FaultException {@link AdmissionFault.QuoteRefused} where the quote is for another order
   */
  public Price price(ImageRequest resolved, Terms terms, String dialect, Quote quote) {
    quote.require(priced(resolved, terms, dialect));
    PriceList list =
        prices
            .find(quote.list())
            .orElseThrow(() ->
                new FaultException(new AdmissionFault.QuoteRefused(new QuoteProblem.Unknown())));
    Price price = price(resolved, terms, dialect, list);
    if (quote.heldMicros() == 0 && price.heldMicros() > 0) {
      throw new FaultException(new AdmissionFault.QuoteRefused(new QuoteProblem.NoLongerFree()));
    }
    return new Price(
        Math.min(price.heldMicros(), quote.heldMicros()),
        price.flatMicros(),
        price.list(),
        price.soldAs());
  }

  /** What of an order decides its price. */
  public QuotedOrder priced(ImageRequest resolved, Terms terms, String dialect) {
    return QuotedOrder.of(
        resolved,
        terms,
        terms.soldAs().orElse(dialect),
        usage(resolved, resolved.order().partials()));
  }

  /** What the whole order is expected to cost, made by nobody of last resort. */
  public CostBreakdown expected(ImageRequest resolved, Price price, PriceList list) {
    int count = resolved.order().count();
    if (price.flatMicros().isPresent()) {
      long each = price.flatMicros().getAsLong();
      var part = new Part(Counted.IMAGE, count, Math.multiplyExact(each, NANO_PER_MICRO), false);
      return new CostBreakdown(Math.multiplyExact(each, count), List.of(part));
    }
    Prices tokens =
        price.heldMicros() > 0
                && pricing(list, resolved, price.soldAs()) instanceof Pricing.PerToken(var own)
            ? own
            : NOTHING;
    Usage plain = usage(resolved, 0);
    Usage all = usage(resolved, resolved.order().partials());
    long partials = all.imageOut() - plain.imageOut();
    return new CostBreakdown(
        Math.multiplyExact(tokens.micros(all), count),
        List.of(
            new Part(Counted.TEXT_IN, plain.textIn() * count, tokens.textIn(), true),
            new Part(Counted.IMAGE_IN, plain.imageIn() * count, tokens.imageIn(), false),
            new Part(Counted.CACHED, 0, tokens.imageInCached(), false),
            new Part(Counted.IMAGE_OUT, plain.imageOut() * count, tokens.imageOut(), false),
            new Part(Counted.PARTIALS, partials * count, tokens.imageOut(), true)));
  }

  /** The same by one list. */
  public Price price(ImageRequest resolved, Terms terms, String dialect, PriceList list) {
    String soldAs = terms.soldAs().orElse(dialect);
    if (accounts.free(terms.route(resolved))) {
      return new Price(0, OptionalLong.empty(), list.id(), soldAs);
    }
    Pricing pricing = pricing(list, resolved, soldAs);
    long own = most(pricing, resolved);
    long held =
        terms.filter() instanceof AccountFilter.Last
            ? Math.max(own, most(pricing(list, resolved, PriceBook.APIMART_OFFICIAL), resolved))
            : own;
    OptionalLong flat =
        pricing instanceof Pricing.PerImage ? OptionalLong.of(own) : OptionalLong.empty();
    return new Price(held, flat, list.id(), soldAs);
  }

  /** The most that a picture may cost that is made as ordered. */
  private long most(Pricing pricing, ImageRequest resolved) {
    return switch (pricing) {
      case Pricing.PerToken(var tokens) ->
          tokens.micros(usage(resolved, resolved.order().partials()));
      case Pricing.PerImage cells ->
          ordered(cells, resolved).orElseThrow(() -> notPriced(resolved));
    };
  }

  private static OptionalLong ordered(Pricing.PerImage cells, ImageRequest resolved) {
    Output output = resolved.order().output();
    return cells.micros(output.delivered().orElse(size(resolved.order())), output.quality());
  }

  /**
   * What a picture costs that {@code maker} made: never more than was held for it.
   *
   * @param made how, if otherwise than ordered
   */
  public long priceMicros(Tx tx, Job job, Account maker, Usage usage, Optional<MadeAs> made) {
    Price price = job.price();
    return Math.min(price.heldMicros(), asMade(tx, job, price, maker, usage, made));
  }

  private long asMade(
      Tx tx, Job job, Price price, Account maker, Usage usage, Optional<MadeAs> made) {
    boolean last = lastResort(job, maker);
    OptionalLong flat = last ? OptionalLong.empty() : price.flatMicros();
    return switch (pricing(tx, job, maker)) {
      case Pricing.PerToken(var tokens) -> flat.orElseGet(() -> tokens.micros(usage));
      case Pricing.PerImage cells -> {
        long ordered =
            flat.orElseGet(() -> ordered(cells, job.request()).orElse(price.heldMicros()));
        yield made.map(other -> cells.micros(other.size(), other.quality()).orElse(ordered))
            .map(cheaper -> Math.min(ordered, cheaper))
            .orElse(ordered);
      }
    };
  }

  /** How what an account makes of a job is sold: the published way where its list does not say. */
  private Pricing pricing(Tx tx, Job job, Account maker) {
    PriceList list = prices.of(tx, job.price().list());
    String soldAs = lastResort(job, maker) ? PriceBook.APIMART_OFFICIAL : job.price().soldAs();
    OptionalInt rule = list.find(job.request().order().model(), soldAs);
    return rule.isPresent()
        ? list.rules().get(rule.getAsInt()).pricing()
        : new Pricing.PerToken(model(job.request()).prices());
  }

  private static boolean lastResort(Job job, Account maker) {
    return RoutingKey.parse(job.route()).filter().lastResort(maker);
  }

  private static Pricing pricing(PriceList list, ImageRequest resolved, String soldAs) {
    OptionalInt rule = list.find(resolved.order().model(), soldAs);
    if (rule.isEmpty()) {
      throw notPriced(resolved);
    }
    return list.rules().get(rule.getAsInt()).pricing();
  }

  private static FaultException notPriced(ImageRequest resolved) {
    Order order = resolved.order();
    return new FaultException(
        new AdmissionFault.NotPriced(
            "%s at %s, quality %s"
                .formatted(order.model(), size(order), order.output().quality())));
  }

  /** The published price of what was counted, in micro-dollars. */
  public long price(ImageRequest resolved, Usage usage) {
    return model(resolved).prices().micros(usage);
  }

  /** The size of a resolved order. */
  public static ImageSize size(Order resolved) {
    return switch (resolved.output().size()) {
      case SizeChoice.Exact(var size) -> size;
      case SizeChoice.Auto _ -> throw new IllegalStateException("the order is not resolved");
    };
  }

  private Model model(ImageRequest resolved) {
    return catalog.find(resolved.order().model()).orElseThrow();
  }
}
