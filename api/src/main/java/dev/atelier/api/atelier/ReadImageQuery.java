package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.gateway.gallery.ImageSource;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.ImageId;
import dev.atelier.image.ImageSize;
import dev.atelier.image.KeyId;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.queue.ImageFilter;
import dev.atelier.queue.JobState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads which images a query looks for. */
final class ReadImageQuery {
  private static final String LIMIT = "limit";
  private static final String AFTER = "after";
  private static final String TEXT = "q";
  private static final String FROM = "from";
  private static final String UNTIL = "until";
  private static final String MODEL = "model";
  private static final String SIZE = "size";
  private static final String KEY = "key";
  private static final String STATE = "state";
  private static final String FAVOURITE = "favourite";
  private static final String BOARD = "board";
  private static final Set<String> ALL =
      new HashSet<>(
          List.of(LIMIT, AFTER, TEXT, FROM, UNTIL, MODEL, SIZE, KEY, STATE, FAVOURITE, BOARD));
  private static final int LIMIT_MAX = 200;
  private static final int LIMIT_USUAL = 50;
  private static final int TEXT_MAX = 200;
  private static final int NAME_MAX = 128;

  private final Catalog catalog;

  ReadImageQuery(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @param after the image at which the page before ended
   */
  record Query(ImageSource source, ImageFilter filter, Optional<ImageId> after, int limit) {}

  /**
   * @throws dev.atelier.image.FaultException an invalid field
   */
  Query of(Exchange exchange) {
    Fields query = Fields.ofQuery(exchange);
    query.only(ALL);
    Optional<UUID> board =
        query.word(BOARD).map(text -> uuid(text).orElseThrow(() -> wrong(query, BOARD)));
    var filter =
        new ImageFilter(
            query.text(TEXT).map(text -> words(query, text)).orElse(List.of()),
            time(query, FROM, false),
            time(query, UNTIL, true),
            query.word(MODEL).map(name -> model(query, name)),
            query.word(SIZE).map(text -> size(query, text)),
            query.word(KEY).map(name -> new KeyId(named(query, KEY, name))),
            query.oneOf(STATE, List.of(JobState.values()), Json::word));
    return new Query(
        ImageSource.of(board, query.bool(FAVOURITE).orElse(false)),
        filter,
        query.word(AFTER).map(text -> ImageId.parse(text).orElseThrow(() -> wrong(query, AFTER))),
        query.integer(LIMIT, 1, LIMIT_MAX).orElse(LIMIT_USUAL));
  }

  private static List<String> words(Fields query, String text) {
    if (text.length() > TEXT_MAX) {
      throw query.invalid(TEXT, new Problem.TooLong(TEXT_MAX, text.length()));
    }
    return ImageFilter.words(text);
  }

  /** A moment, or a day in UTC: from its beginning, or until its end. */
  private static Optional<Instant> time(Fields query, String name, boolean end) {
    return query
        .word(name)
        .map(text -> {
          try {
            return text.indexOf('T') > 0
                ? Instant.parse(text)
                : LocalDate.parse(text)
                    .plusDays(end ? 1 : 0)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
          } catch (DateTimeParseException e) {
            throw query.invalid(
                name, new Problem.Other("a day such as 2026-03-01, or a time in RFC 3339."));
          }
        });
  }

  private String model(Fields query, String name) {
    return catalog
        .find(named(query, MODEL, name))
        .map(Model::id)
        .orElseThrow(() ->
            query.invalid(
                MODEL,
                new Problem.NotOneOf(
                    name, catalog.models().stream().map(Model::id).sorted().toList())));
  }

  private static String named(Fields query, String field, String name) {
    if (name.length() > NAME_MAX) {
      throw query.invalid(field, new Problem.TooLong(NAME_MAX, name.length()));
    }
    return name;
  }

  private static ImageSize size(Fields query, String text) {
    return ImageSize.parse(text)
        .orElseThrow(() -> query.invalid(SIZE, new Problem.Other("a size such as 1024x1536.")));
  }

  /** An id as it is written, and in no other form. */
  static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equalsIgnoreCase(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static RuntimeException wrong(Fields query, String field) {
    return query.invalid(field, new Problem.Other("is no id."));
  }
}
