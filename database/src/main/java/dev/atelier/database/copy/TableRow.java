package dev.atelier.database.copy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One row: texts, whole numbers and nulls, in the order of its table's columns. */
final class TableRow {
  private final @Nullable Object[] values;

  TableRow(@Nullable Object[] values) {
    this.values = values;
  }

  @Nullable Object value(int position) {
    return values[position];
  }

  /** Whether everything is zero at these positions. */
  boolean zero(int[] positions) {
    return Arrays.stream(positions).allMatch(i -> Long.valueOf(0).equals(values[i]));
  }

  /** The same with zeros at these positions. */
  TableRow withZeros(int[] positions) {
    @Nullable Object[] zeros = values.clone();
    Arrays.stream(positions).forEach(i -> zeros[i] = 0L);
    return new TableRow(zeros);
  }

  boolean same(TableRow other) {
    return Arrays.equals(values, other.values);
  }

  /** How many characters its texts have. */
  int characters() {
    int all = 0;
    for (Object value : values) {
      all += value instanceof String text ? text.length() : 0;
    }
    return all;
  }

  /** Compares keys: null first, numbers by size, texts by their bytes, as both stores do. */
  static int compare(TableRow a, TableRow b, int[] key) {
    for (int i : key) {
      int order = compare(a.values[i], b.values[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    if (a instanceof Long one && b instanceof Long other) {
      return Long.compare(one, other);
    }
    return Arrays.compareUnsigned(bytes(a), bytes(b));
  }

  /** Adds it to a digest, so that rows that differ never feed the same. */
  void digest(MessageDigest digest) {
    for (Object value : values) {
      switch (value) {
        case null -> digest.update((byte) 0);
        case Long number ->
            digest.update(ByteBuffer.allocate(9).put((byte) 1).putLong(number).flip());
        default -> {
          byte[] text = bytes(value);
          digest.update(ByteBuffer.allocate(5).put((byte) 2).putInt(text.length).flip());
          digest.update(text);
        }
      }
    }
  }

  private static byte[] bytes(Object text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
