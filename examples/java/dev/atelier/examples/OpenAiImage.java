package dev.atelier.examples;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.images.ImageGenerateParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/**
 * OpenAI's own SDK, with nothing changed but the base URL. Writes {@code openai.png}.
 *
 * <p>The SDK repeats a call by itself when the line breaks. The server finds the running job by the
 * SDK's retry count, so that the repeat makes no second picture.
 */
public final class OpenAiImage {
  private OpenAiImage() {}

  public static void main(String[] args) throws IOException {
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(Server.URL + "/v1")
            .apiKey(Server.KEY)
            .timeout(Duration.ofSeconds(300)) // large sizes take minutes at the vendor
            .build();
    var images =
        client
            .images()
            .generate(
                ImageGenerateParams.builder()
                    .model("gpt-image-2")
                    .prompt("a birthday cake with candles on a table")
                    .size("1024x1024")
                    .quality(ImageGenerateParams.Quality.LOW) // a draft; high for the final
                    .build());
    String base64 = images.data().orElseThrow().getFirst().b64Json().orElseThrow();
    Files.write(Path.of("openai.png"), Base64.getDecoder().decode(base64));
    client.close();
  }
}
