package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.gateway.order.Terms;
import dev.atelier.gateway.submit.QuoteOrder.Quoted;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every price that is published: each model, size, quality, number of pictures, of previews and of
 * pictures to work from. The tokens of sizes and qualities have tables of their own; here is what
 * they cost, by the vendor's price list of US dollars for a million tokens.
 */
class PriceCellsTest {
  private static final long TEXT_IN = 5;
  private static final long IMAGE_IN = 8;
  private static final long IMAGE_OUT = 30;
  private static final long PREVIEW_TOKENS = 100;

  /** Of {@code a fox}: 5 characters, 4 a token, and 8. */
  private static final long PROMPT_TOKENS = 10;

  /** Of a picture of 1024x1024, as observed. */
  private static final long INPUT_TOKENS = 1_024;

  @TempDir Path directory;
  private World world;

  @BeforeEach
  void open() {
    world = World.of(directory, FakeProvider.paid());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static ImageRequest request(
      Model model, ImageSize size, Quality quality, int count, int partials, int inputs) {
    Order plain = Order.of(model.id(), "a fox");
    Order order =
        plain
            .withOutput(plain.output().withSize(new SizeChoice.Exact(size)).withQuality(quality))
            .withCount(count)
            .withPartials(partials);
    var input =
        new InputImage(
            new ArtifactId(new UUID(1, 1)),
            new ContentHash("0".repeat(64)),
            OutputFormat.PNG,
            new ImageSize(1024, 1024),
            false,
            100);
    return inputs == 0
        ? new ImageRequest.Generation(order)
        : new ImageRequest.Edit(order, Collections.nCopies(inputs, input), Optional.empty());
  }

  private Quoted quote(ImageRequest request, String api) {
    return world
        .runtime
        .gateway()
        .quotes()
        .quote(World.CALLER, request, Terms.USUAL, api, Optional.empty());
  }

  @Test
  void a_picture_sold_by_the_token_costs_what_is_counted() {
    int cells = 0;
    for (Model model : Catalog.builtIn().models()) {
      for (ImageSize size : model.sizes().popular()) {
        for (Quality quality : model.qualities()) {
          long out = model.tokens().output(size, quality);
          for (int count : List.of(1, 3, model.limits().countMax())) {
            for (int partials = 0; partials <= model.limits().partialsMax(); partials++) {
              for (int inputs : List.of(0, 1, model.limits().inputsMax())) {
                long each =
                    PROMPT_TOKENS * TEXT_IN
                        + inputs * INPUT_TOKENS * IMAGE_IN
                        + (out + partials * PREVIEW_TOKENS) * IMAGE_OUT;
                Quoted quoted =
                    quote(request(model, size, quality, count, partials, inputs), "openai");
                assertThat(quoted.quote().ceilingMicros())
                    .as(
                        "%s %s %s n=%s partials=%s inputs=%s",
                        model.id(), size, quality, count, partials, inputs)
                    .isEqualTo(count * each);
                assertThat(quoted.expected().micros()).isEqualTo(count * each);
                cells++;
              }
            }
          }
        }
      }
    }
    assertThat(cells).isEqualTo(7 * (3 + 5 + 5) * 3 * 4 * 3);
  }

  @Test
  void a_picture_sold_by_the_tier_costs_that_whatever_is_counted() {
    Model model = Catalog.builtIn().preferred();
    for (ImageSize size : model.sizes().popular()) {
      long tier = size.longEdge() > 3_072 ? 21_000 : size.pixels() > 2_200_000 ? 14_000 : 8_500;
      for (Quality quality : model.qualities()) {
        for (int count : List.of(1, 4)) {
          for (int inputs : List.of(0, 2)) {
            Quoted quoted = quote(request(model, size, quality, count, 0, inputs), "apimart");
            assertThat(quoted.quote().ceilingMicros()).as("%s", size).isEqualTo(count * tier);
            assertThat(quoted.expected().micros()).isEqualTo(count * tier);
          }
        }
      }
    }
  }
}
