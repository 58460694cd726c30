package dev.atelier.metering.price;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.price.PriceList;
import dev.atelier.catalog.price.ReadPriceList;
import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.metering.key.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every price list there is: the published one, which holds until another begins, and the
 * operator's. Lists are read together and remembered for {@value #REMEMBERED_SECONDS} seconds; what
 * is added here counts at once, on another node within that time.
 */
public final class PriceBook {
  /** Beside the dialects: APIMart's channel at the vendor's price for tokens. */
  public static final String APIMART_OFFICIAL = "apimart-official";

  /** How long before it begins a list can be removed; well above what others remember. */
  public static final int REMOVAL_SECONDS = 60;

  private static final Logger LOG = LoggerFactory.getLogger(PriceBook.class);
  private static final int REMEMBERED_SECONDS = 15;
  private static final Comparator<PriceList> BY_TIME =
      Comparator.comparing(PriceList::from).thenComparing(PriceList::id);

  private final Database database;
  private final Catalog catalog;
  private final InstantSource clock;
  private final PriceList published;
  private final AtomicLong changes = new AtomicLong();
  private volatile @Nullable Known known;

  public PriceBook(Database database, Catalog catalog, InstantSource clock) {
    this.database = database;
    this.catalog = catalog;
    this.clock = clock;
    this.published = PriceList.published(catalog);
  }

  /** The list that holds at a moment. */
  public PriceList at(Instant moment) {
    return lists().stream()
        .filter(list -> !list.from().isAfter(moment))
        .reduce((_, later) -> later)
        .orElse(published);
  }

  /** A list by its id, also one that was added on another node just now. */
  public Optional<PriceList> find(String id) {
    return id.equals(published.id())
        ? Optional.of(published)
        : named(lists(), id).or(() -> named(database.read(this::read), id));
  }

  /** A list by its id, for use in a transaction; the published one where there is none. */
  public PriceList of(Tx tx, String id) {
    if (id.equals(published.id())) {
      return published;
    }
    Known seen = known;
    return named(seen == null || changed(seen) ? List.of() : seen.lists(), id)
        .or(() -> named(read(tx), id))
        .orElseGet(() -> {
          LOG.warn("there is no price list {}: the published prices count instead", id);
          return published;
        });
  }

  private boolean changed(Known seen) {
    return seen.change() != changes.get();
  }

  private static Optional<PriceList> named(List<PriceList> lists, String id) {
    return lists.stream().filter(list -> list.id().equals(id)).findFirst();
  }

  /** All lists, the one that began or begins first before the others. */
  public List<PriceList> lists() {
    Known seen = known;
    Instant now = clock.instant();
    if (seen == null || changed(seen) || now.isAfter(seen.until())) {
      long change = changes.get(); // before reading: what changes meanwhile is read the next time
      List<PriceList> read = database.read(this::read);
      seen = new Known(read, now.plus(Duration.ofSeconds(REMEMBERED_SECONDS)), change);
      known = seen;
    }
    return seen.lists();
  }

  /**
   * Reads an operator's list, which may name the models there are.
   *
   * @throws IllegalArgumentException saying where it is wrong and what is expected there
   */
  public PriceList read(String document) {
    return ReadPriceList.of(catalog, apis()).read(document);
  }

  /**
   * Adds a list.
   *
   * @param document which it was read from
   * @return false when there is one with its id, or one that begins at the same time, already
   */
  public boolean add(Tx tx, PriceList list, String document) {
    tx.lock("price lists");
    boolean free =
        tx.first(
                "SELECT id FROM price_lists WHERE id = ? OR starts = ?",
                row -> row.text("id"),
                list.id(),
                list.from())
            .isEmpty();
    if (free) {
      tx.update(
          "INSERT INTO price_lists (id, starts, document, created) VALUES (?, ?, ?, ?)",
          list.id(),
          list.from(),
          document,
          tx.now());
      tx.afterCommit(changes::incrementAndGet);
    }
    return free;
  }

  /**
   * Removes a list that begins in {@value #REMOVAL_SECONDS} seconds or later, so that no other
   * process still sells by it; false when there is none.
   */
  public boolean remove(Tx tx, String id) {
    tx.afterCommit(changes::incrementAndGet);
    return tx.update(
            "DELETE FROM price_lists WHERE id = ? AND starts >= ?",
            id,
            tx.now().plusSeconds(REMOVAL_SECONDS))
        == 1;
  }

  /** A list as it was written; empty where there is none, or for the published one. */
  public Optional<String> document(Tx tx, String id) {
    return tx.first(
        "SELECT document FROM price_lists WHERE id = ?", row -> row.text("document"), id);
  }

  private List<PriceList> read(Tx tx) {
    ReadPriceList reader = ReadPriceList.again(apis());
    List<PriceList> own =
        tx.list(
            "SELECT document FROM price_lists ORDER BY starts",
            row -> reader.read(row.text("document")));
    return Stream.concat(Stream.of(published), own.stream()).sorted(BY_TIME).toList();
  }

  private static Set<String> apis() {
    var apis = new HashSet<String>();
    Arrays.stream(Dialect.values()).map(Dialect::word).forEach(apis::add);
    apis.add(APIMART_OFFICIAL);
    return apis;
  }

  /**
   * @param change how many changes of this process were read
   */
  private record Known(List<PriceList> lists, Instant until, long change) {
    Known {
      lists = List.copyOf(lists);
    }
  }
}
