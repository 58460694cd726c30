package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobId;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.RequestFault;
import dev.atelier.image.SizeChoice;
import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.Raster;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.storage.ContentFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that are delivered in pixels which no model makes. */
class ExactPixelsTest {
  private static final ImageSize ODD = new ImageSize(1881, 836);

  @TempDir Path directory;
  private final FakeProvider upstream = FakeProvider.paid();
  private World world;

  @BeforeEach
  void build() {
    world = World.of(directory, upstream);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_picture_is_made_at_a_legal_size_and_resampled() {
    Job job = made(Output.DEFAULT.withDelivered(ODD));

    ImageSize asked = asked();
    assertThat(asked.width() % 16 + asked.height() % 16).isZero();
    assertThat((double) asked.width() / asked.height()).isBetween(2.24, 2.26);
    ImageReport report = job.images().getFirst().report().orElseThrow();
    assertThat(report.size()).isEqualTo(ODD);
    assertThat(report.repairs()).contains("size " + asked + " -> 1881x836");
  }

  @Test
  void a_legal_size_is_made_as_it_is() {
    Job job = made(Output.DEFAULT.withDelivered(new ImageSize(1024, 640)));

    assertThat(asked()).isEqualTo(new ImageSize(1024, 640));
    assertThat(job.images().getFirst().report().orElseThrow().repairs()).isEmpty();
  }

  @Test
  void an_upstream_that_delivers_the_exact_pixels_is_taken_at_its_word() {
    upstream.answers((provider, _, results) -> {
      try (Results.Sink sink = results.image(0)) {
        sink.write(provider.png(ODD));
        sink.complete(Results.ImageMetadata.NOTHING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return AttemptOutcome.Succeeded.ALL;
    });

    Job job = made(Output.DEFAULT.withDelivered(ODD));

    assertThat(job.images().getFirst().report().orElseThrow().repairs()).isEmpty();
  }

  @Test
  void what_the_picture_says_of_its_making_is_kept() throws Exception {
    var marks = new Marks("algorithmicMedia", "Some engine", Map.of("seed", "7"));
    upstream.answers((_, call, results) -> {
      var size = ((SizeChoice.Exact) call.request().order().output().size()).size();
      try (Results.Sink sink = results.image(0)) {
        sink.write(marked(size, marks));
        sink.complete(Results.ImageMetadata.NOTHING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return AttemptOutcome.Succeeded.ALL;
    });

    Job job = made(Output.DEFAULT.withDelivered(ODD));

    var artifact = job.images().getFirst().artifact().orElseThrow();
    StoredImage made = world.runtime.gateway().find().image(job, artifact).orElseThrow();
    try (ContentFile file = made.content().file()) {
      assertThat(Marks.read(file.path())).contains(marks);
    }
  }

  @Test
  void the_format_is_kept_on_the_way() {
    Job job = made(Output.DEFAULT.withDelivered(ODD).withFormat(OutputFormat.JPEG, 80));

    assertThat(job.images().getFirst().report().orElseThrow().format())
        .isEqualTo(OutputFormat.JPEG);
  }

  @ParameterizedTest
  @CsvSource({"3841,2000", "2000,600", "600,600", "3001,3001"})
  void what_no_model_comes_near_to_is_refused(int width, int height) {
    var output = Output.DEFAULT.withDelivered(new ImageSize(width, height));

    assertThatThrownBy(() -> world.submit(order("a red fox").withOutput(output)))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(RequestFault.InvalidOrder.class));
  }

  private Job made(Output output) {
    JobId id = world.submit(order("a red fox").withOutput(output)).job().id();
    world.work();
    Job job = world.job(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    return job;
  }

  private static byte[] marked(ImageSize size, Marks marks) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (Raster raster = Raster.blank(size, false)) {
      new Encoder().encode(raster, OutputFormat.PNG, 100, marks, bytes);
    }
    return bytes.toByteArray();
  }

  private ImageSize asked() {
    var size = upstream.calls().getFirst().request().order().output().size();
    return ((SizeChoice.Exact) size).size();
  }
}
