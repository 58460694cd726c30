package dev.atelier.queue;

import dev.atelier.image.ContentHash;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Random values of any record or sealed type, so that a case added later is covered too. */
public final class Generated {
  private static final int TRIES_MAX = 10_000;
  private static final List<String> TEXTS =
      List.of("a", "red fox", "狐", "\"quoted\"\\", "line\nbreak\u2028", "🦊 emoji", "kind", "{}");

  private final RandomGenerator random;

  public Generated(RandomGenerator random) {
    this.random = random;
  }

  public <T> T a(Class<T> type) {
    return type.cast(value(type));
  }

  /** The records that a sealed type permits, at any depth. */
  public static Stream<Class<?>> cases(Class<?> sealed) {
    return sealed.isRecord()
        ? Stream.of(sealed)
        : Arrays.stream(sealed.getPermittedSubclasses()).flatMap(Generated::cases);
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      var item = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Map.class) {
        return random.nextBoolean() ? Map.of() : Map.of(value(item), value(item));
      }
      return generic.getRawType() == Optional.class ? optional(item) : list(item);
    }
    return plain((Class<?>) type);
  }

  private Object plain(Class<?> type) {
    if (type == ContentHash.class) {
      return new ContentHash("%064x".formatted(random.nextLong(Long.MAX_VALUE)));
    } else if (type == int.class) {
      return (int) number();
    } else if (type == long.class) {
      return number();
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == String.class) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    } else if (type == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong());
    } else if (type == Duration.class) {
      return Duration.ofMillis(random.nextLong(1_000_000));
    } else if (type == OptionalLong.class) {
      return random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty();
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    } else if (type.isSealed()) {
      var cases = cases(type).toList();
      return plain(cases.get(random.nextInt(cases.size())));
    }
    return ofRecord(type);
  }

  private long number() {
    return random.nextInt(5) == 0 ? random.nextInt(1, 70_000) : random.nextInt(0, 4);
  }

  private Optional<Object> optional(Type item) {
    return random.nextBoolean() ? Optional.of(value(item)) : Optional.empty();
  }

  private List<Object> list(Type item) {
    return Stream.generate(() -> value(item)).limit(random.nextInt(4)).toList();
  }

  /** Tries again where the record refuses what was drawn. */
  private Object ofRecord(Class<?> type) {
    return Stream.generate(() -> tried(type))
        .limit(TRIES_MAX)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no value of " + type));
  }

  private Optional<Object> tried(Class<?> type) {
    var components = type.getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var values = Arrays.stream(components).map(each -> value(each.getGenericType())).toArray();
    try {
      return Optional.of(type.getDeclaredConstructor(types).newInstance(values));
    } catch (InvocationTargetException _) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no constructor of " + type, e);
    }
  }
}
