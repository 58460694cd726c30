package dev.atelier.providers.sandbox;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageRequest.Edit;
import dev.atelier.image.ImageRequest.Generation;
import dev.atelier.image.InputImage;
import dev.atelier.image.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 over what a request asks for. */
final class RequestHash {
  private RequestHash() {}

  /** Of all that shapes the answer: prompt, model, output, count, seed and the inputs' bytes. */
  static String of(ImageRequest request) {
    var order = request.order();
    var whole = shown(request);
    add(whole, order.model());
    add(whole, order.output().format() + " " + order.output().compression());
    add(whole, order.count() + " " + order.seed());
    return HexFormat.of().formatHex(whole.digest());
  }

  /** A seed from 0 to 2^31-1, the same for requests whose pictures should look the same. */
  static long seed(ImageRequest request) {
    return ByteBuffer.wrap(shown(request).digest()).getInt() & 0x7fffffffL;
  }

  private static MessageDigest shown(ImageRequest request) {
    var digest = Sha256.digest();
    var order = request.order();
    add(digest, order.prompt().text());
    add(digest, order.output().size() + " " + order.output().quality().name());
    add(digest, order.output().background().word());
    switch (request) {
      case Generation _ -> {}
      case Edit(_, var images, var mask) -> {
        images.forEach(image -> add(digest, image));
        mask.ifPresent(image -> add(digest, image));
      }
    }
    return digest;
  }

  private static void add(MessageDigest digest, InputImage image) {
    add(digest, image.hash().hex());
  }

  private static void add(MessageDigest digest, String part) {
    digest.update(part.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
