package dev.atelier.gateway.order;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.catalog.TokenRules;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.Order;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import dev.atelier.image.Usage;
import dev.atelier.provider.Account;
import dev.atelier.provider.account.AccountFilter;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.queue.Job;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What a resolved request will count and cost, before it is made. */
public final class QuoteJob {
  private final Catalog catalog;
  private final AccountPool accounts;

  public QuoteJob(Catalog catalog, AccountPool accounts) {
    this.catalog = catalog;
    this.accounts = accounts;
  }

  /** Tokens of one picture with {@code partials} previews delivered. */
  public Usage usage(ImageRequest resolved, int partials) {
    return usage(resolved, partials, size(resolved.order()), resolved.order().output().quality());
  }

  /**
   * What is counted for a picture that was made otherwise than ordered: of what the upstream says,
   * what was ordered and what was made, whichever costs least.
   */
  public Usage usage(ImageRequest resolved, int partials, MadeAs made, Optional<Usage> told) {
    return Stream.concat(
            told.stream(),
            Stream.of(
                usage(resolved, partials), usage(resolved, partials, made.size(), made.quality())))
        .min(Comparator.comparingLong(usage -> price(resolved, usage)))
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
   * The most one picture costs, in micro-dollars: what is held for it; nothing where all who can
   * make it work for nothing.
   */
  public long priceMicros(ImageRequest resolved, Terms terms) {
    if (accounts.free(terms.route(resolved))) {
      return 0;
    }
    long metered = price(resolved, usage(resolved, resolved.order().partials()));
    if (terms.flatMicros().isEmpty()) {
      return metered;
    }
    long flat = terms.flatMicros().getAsLong();
    return terms.filter() instanceof AccountFilter.Last ? Math.max(flat, metered) : flat;
  }

  /**
   * What a picture costs that {@code maker} made: never more than was held for it.
   *
   * @param made how, if otherwise than ordered
   */
  public long priceMicros(Job job, Account maker, Usage usage, Optional<MadeAs> made) {
    boolean metered =
        job.price().flatMicros().isEmpty()
            || RoutingKey.parse(job.route()).filter().lastResort(maker);
    long micros = metered ? price(job.request(), usage) : flatMicros(job, made);
    return Math.min(job.price().heldMicros(), micros);
  }

  /** By the picture: a smaller one than was ordered costs what its tier does. */
  private long flatMicros(Job job, Optional<MadeAs> made) {
    long ordered = job.price().flatMicros().orElseThrow();
    return made.flatMap(as -> model(job.request()).tier(as.size()))
        .map(tier -> Math.min(ordered, tier.micros()))
        .orElse(ordered);
  }

  /** The price of what was counted, in micro-dollars. */
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
