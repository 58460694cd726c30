package dev.atelier.queue.idempotency;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageRequest.Edit;
import dev.atelier.image.ImageRequest.Generation;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.Order;
import dev.atelier.image.Sha256;
import dev.atelier.image.SizeChoice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * What a request asks for, as 64 hexadecimal digits: equal for the same order on the same picture
 * contents, wherever these are stored and however the body was written. The end user counts: the
 * same order of two people is two orders.
 */
public final class Fingerprint {
  private final MessageDigest digest = Sha256.digest();

  private Fingerprint() {}

  /**
   * The fingerprint of {@code request}.
   *
   * @param dialect the API it came through
   * @param more whatever else tells two requests apart, in a fixed order
   */
  public static String of(ImageRequest request, String dialect, String... more) {
    var print = new Fingerprint();
    print.add(dialect);
    print.add(request.operation().word());
    print.add(request.order());
    switch (request) {
      case Generation _ -> print.add(List.of());
      case Edit edit -> {
        print.add(edit.images());
        print.add(edit.mask().stream().toList());
      }
    }
    print.add(more.length);
    for (var one : more) {
      print.add(one);
    }
    return HexFormat.of().formatHex(print.digest.digest());
  }

  private void add(Order order) {
    var output = order.output();
    add(order.model());
    add(order.prompt().text());
    add(order.count());
    switch (output.size()) {
      case SizeChoice.Auto _ -> add("auto");
      case SizeChoice.Exact(var size) -> add(size);
    }
    output.delivered().ifPresentOrElse(this::add, () -> add(""));
    add(output.quality().word());
    add(output.format().word());
    add(output.compression());
    add(output.background().word());
    add(order.partials());
    add(order.moderation().word());
    add(order.endUser().map(user -> "=" + user).orElse(""));
    add(order.seed().isPresent() ? "=" + order.seed().getAsLong() : "");
  }

  private void add(List<InputImage> images) {
    add(images.size());
    images.forEach(image -> add(image.hash().hex()));
  }

  private void add(ImageSize size) {
    add(size.width() + "x" + size.height());
  }

  private void add(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
  }

  /** Length first, so that no two lists of texts look the same. */
  private void add(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }
}
