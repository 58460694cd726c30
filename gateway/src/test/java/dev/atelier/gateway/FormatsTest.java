package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Background;
import dev.atelier.image.Difference;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobId;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.Decoder;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.Marks;
import dev.atelier.media.Probe;
import dev.atelier.media.Raster;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever format an upstream delivers, the caller gets the one that was ordered. */
class FormatsTest {
  private static final ImageSize SIZE = new ImageSize(1024, 1024);
  private static final int WHITE = 0xffffffff;

  @TempDir private Path directory;
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

  static Stream<Arguments> pairs() {
    return Arrays.stream(OutputFormat.values())
        .flatMap(came ->
            Arrays.stream(OutputFormat.values()).map(ordered -> Arguments.of(came, ordered)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void every_format_becomes_the_ordered_one(OutputFormat came, OutputFormat ordered)
      throws Exception {
    upstream.answers(DeliveredImages.answer(DeliveredImages.of(SIZE, came)));

    Job job = made(Output.DEFAULT.withFormat(ordered, ordered == OutputFormat.PNG ? 100 : 90));

    var report = job.images().getFirst().report().orElseThrow();
    assertThat(Probe.read(file(job)).format()).isEqualTo(ordered).isEqualTo(report.format());
    assertThat(report.repairs().isEmpty()).isEqualTo(came == ordered);
    assertThat(world.differences(job.id()))
        .extracting(one -> one.difference().kind())
        .containsExactlyElementsOf(
            came == ordered ? List.of() : List.of(Difference.Kind.WRONG_FORMAT));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void what_is_transparent_stays_so_where_it_was_ordered_and_becomes_white_where_not(
      OutputFormat came, OutputFormat ordered) throws Exception {
    upstream.answers(
        DeliveredImages.answer(DeliveredImages.of(SIZE, came, came.carriesAlpha(), Marks.NONE)));
    boolean transparent = came.carriesAlpha() && ordered.carriesAlpha();
    Output output = Output.DEFAULT.withFormat(ordered, 100);

    Job job = made(transparent ? output.withBackground(Background.TRANSPARENT) : output);

    ImageInfo info = Probe.read(file(job));
    try (Raster raster = new Decoder().decode(file(job), info)) {
      assertThat(info.alpha()).isEqualTo(transparent);
      assertThat(raster.argb(5, SIZE.height() - 5))
          .satisfies(pixel ->
              assertThat(pixel)
                  .isEqualTo(transparent ? 0 : came.carriesAlpha() ? WHITE : raster.argb(5, 5)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"PNG", "WEBP"})
  void what_shows_through_where_that_was_not_ordered_is_told(OutputFormat format) {
    for (Background ordered : List.of(Background.OPAQUE, Background.AUTO)) {
      upstream.answers(DeliveredImages.answer(DeliveredImages.of(SIZE, format, true, Marks.NONE)));

      Job job = made(Output.DEFAULT.withFormat(format, 100).withBackground(ordered));

      var report = job.images().getFirst().report().orElseThrow();
      assertThat(report.background()).isEqualTo(Background.OPAQUE);
      assertThat(report.checks()).containsExactly("structure", "decode");
      assertThat(report.repairs()).contains("background transparent -> opaque");
      assertThat(world.differences(job.id()))
          .extracting(one -> one.difference())
          .containsExactly(
              new Difference(
                  Difference.Kind.WRONG_BACKGROUND,
                  "background transparent where opaque was ordered"));
    }
  }

  static Stream<byte[]> solid() {
    return Stream.of(OutputFormat.PNG, OutputFormat.WEBP)
        .flatMap(format ->
            Stream.of(
                DeliveredImages.of(SIZE, format), DeliveredImages.withOpaqueAlpha(SIZE, format)));
  }

  @ParameterizedTest
  @MethodSource("solid")
  void a_solid_picture_is_no_transparent_one_whatever_channels_it_has(byte[] came) {
    upstream.answers(DeliveredImages.answer(came));
    OutputFormat format = came[0] == 'R' ? OutputFormat.WEBP : OutputFormat.PNG;

    Job job = made(Output.DEFAULT.withFormat(format, 100).withBackground(Background.TRANSPARENT));

    assertThat(job.images().getFirst().report().orElseThrow().background())
        .isEqualTo(Background.OPAQUE);
    assertThat(world.differences(job.id()))
        .extracting(one -> one.difference().words())
        .containsExactly("background opaque where transparent was ordered");
  }

  @ParameterizedTest
  @MethodSource("solid")
  void a_solid_picture_passes_untouched_where_it_was_ordered(byte[] came) throws Exception {
    upstream.answers(DeliveredImages.answer(came));
    OutputFormat format = came[0] == 'R' ? OutputFormat.WEBP : OutputFormat.PNG;

    Job job = made(Output.DEFAULT.withFormat(format, 100));

    assertThat(Files.readAllBytes(file(job))).isEqualTo(came);
    assertThat(world.differences(job.id())).isEmpty();
  }

  private Job made(Output output) {
    JobId id = world.submit(order("a red fox").withOutput(output)).job().id();
    world.work();
    Job job = world.job(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    return job;
  }

  private Path file(Job job) throws Exception {
    return Optional.of(job.images().getFirst().artifact().orElseThrow())
        .flatMap(artifact -> world.runtime.gateway().find().image(job, artifact))
        .orElseThrow()
        .content()
        .file()
        .path();
  }
}
