package dev.atelier.api.runware;

import dev.atelier.image.ImageRequest;

/** An image task, read to its end, its pictures stored. */
record Inference(String uuid, ImageRequest request, ReadDelivery.Read delivery) {
  int count() {
    return request.order().count();
  }
}
