package dev.lvs.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Watches the CA certificates by which a process trusts its API server.
 *
 * <p>Its client reads them once. When the cluster's certificate authority is rotated, the kubelet
 * replaces the file in the pod, and only a process that starts after that trusts a server whose
 * certificate is of the new authority. Tokens need none of this: the client reads them anew.
 */
public final class TrustedAuthorities {
  private final Path file;
  private final byte[] read;

  private TrustedAuthorities(Path file, byte[] read) {
    this.file = file;
    this.read = read;
  }

  /**
   * Reads them as the client does that is made at this time.
   *
   * @param file in PEM; where it cannot be read, none are watched
   */
  public static TrustedAuthorities of(Path file) {
    return new TrustedAuthorities(file, read(file));
  }

  /**
   * Returns why the process should be started anew, if so: never while there is nothing to read.
   */
  public Optional<String> replaced() {
    byte[] now = read(file);
    return read.length == 0 || now.length == 0 || Arrays.equals(read, now)
        ? Optional.empty()
        : Optional.of(
            "the CA certificates of the API server (%s) were replaced since the start"
                .formatted(file));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException _) {
      return new byte[0];
    }
  }
}
