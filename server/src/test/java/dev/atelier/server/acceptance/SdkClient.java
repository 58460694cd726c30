package dev.atelier.server.acceptance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageEditStreamEvent;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.services.blocking.ImageService;
import com.openai.services.blocking.ResponseService;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/** The vendor's SDK, checking every answer, with a tap on its wire. */
record SdkClient(OpenAIClient openai, Wire wire) implements AutoCloseable {

  static SdkClient of(URI base, String key, UnaryOperator<OpenAIOkHttpClient.Builder> further) {
    var wire = new Wire();
    var builder =
        OpenAIOkHttpClient.builder()
            .baseUrl(base.toString())
            .apiKey(key)
            .responseValidation(true)
            .addInterceptor(wire);
    return new SdkClient(further.apply(builder).build(), wire);
  }

  ResponseService responses() {
    return openai.responses();
  }

  ImageService images() {
    return openai.images();
  }

  ImagesResponse generate(ImageGenerateParams.Builder params) {
    return images().generate(params.build());
  }

  ImagesResponse edit(ImageEditParams.Builder params) {
    return images().edit(params.build());
  }

  List<ImageGenStreamEvent> stream(ImageGenerateParams.Builder params) {
    try (var events = images().generateStreaming(params.build())) {
      return events.stream().toList();
    }
  }

  List<ImageEditStreamEvent> stream(ImageEditParams.Builder params) {
    try (var events = images().editStreaming(params.build())) {
      return events.stream().toList();
    }
  }

  /** The smallest and cheapest legal picture of this prompt. */
  static ImageGenerateParams.Builder small(String prompt) {
    return ImageGenerateParams.builder()
        .model("gpt-image-2")
        .prompt(prompt)
        .size("1024x640")
        .quality(ImageGenerateParams.Quality.LOW);
  }

  @Override
  public void close() {
    openai.close();
  }
}
