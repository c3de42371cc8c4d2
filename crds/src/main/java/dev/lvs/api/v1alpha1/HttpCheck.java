package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A health check by an HTTP request. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpCheck(
    @JsonPropertyDescription("Path of the request.") @Default("/") @Pattern("^/") @Size(max = 1024)
        String path,
    @JsonPropertyDescription("Port to ask; default: the destination port.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription("Host header.") @Nullable String host,
    @JsonPropertyDescription("Status codes and ranges that mean healthy, e.g. 200-299.")
        @NumberOrText
        @Pattern("^[1-5][0-9]{2}(-[1-5][0-9]{2})?$")
        @Size(max = 16)
        List<String> expectStatus) {
  public HttpCheck {
    path = requireNonNullElse(path, "/");
    expectStatus = List.copyOf(requireNonNullElse(expectStatus, List.of()));
  }
}
