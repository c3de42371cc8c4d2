package dev.lvs.agent.drain;

import dev.lvs.agent.situation.DrainOrder;
import dev.lvs.agent.situation.DrainOrder.Target;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.manifest.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code drain-orders.json} in the state directory: the orders of {@code lvs drain} on
 * this node. It survives the agent, and the boot where the directory does.
 */
public final class DrainOrdersFile {
  private final Path file;

  /** The one of a state directory. */
  public DrainOrdersFile(Path directory) {
    this.file = directory.resolve("drain-orders.json");
  }

  /** Content of the file. */
  private record Content(List<Order> orders) {}

  /**
   * An order.
   *
   * @param target as {@link DrainTargets#parse} reads it
   * @param timeoutSeconds how long connections may go on; null for the time of each service
   * @param until when the order ends by itself, RFC 3339; null for never
   * @param since when it was given, for people
   * @param reason why, for people
   */
  public record Order(
      String target,
      @Nullable Long timeoutSeconds,
      @Nullable String until,
      String since,
      @Nullable String reason) {
    /** When it ends by itself. */
    public Optional<Instant> end() {
      return Optional.ofNullable(until).map(Instant::parse);
    }

    DrainOrder drain() {
      Target whom = DrainTargets.parse(target);
      return new DrainOrder(
          whom, target, Optional.ofNullable(timeoutSeconds).map(Duration::ofSeconds));
    }
  }

  /**
   * All orders, over or not.
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  public List<Order> read() throws IOException {
    return Files.exists(file)
        ? List.copyOf(Json.read(Files.readString(file).strip(), Content.class).orders())
        : List.of();
  }

  /** Those that are in force at a time. */
  public static DrainOrders inForce(List<Order> orders, Instant at) {
    return new DrainOrders(
        orders.stream()
            .filter(order -> order.end().filter(end -> !end.isAfter(at)).isEmpty())
            .map(Order::drain)
            .toList());
  }

  /**
   * Gives an order, in the place of one for the same target.
   *
   * @throws IOException when that cannot be written; nothing has changed
   */
  public void give(Order order) throws IOException {
    change(
        orders -> {
          orders.removeIf(other -> other.target().equals(order.target()));
          orders.add(order);
          return orders;
        });
  }

  /**
   * Takes the orders for a target back.
   *
   * @return whether there was one
   * @throws IOException when that cannot be written; nothing has changed
   */
  public boolean takeBack(String target) throws IOException {
    List<Order> before = read();
    change(
        orders -> {
          orders.removeIf(other -> other.target().equals(target));
          return orders;
        });
    return before.stream().anyMatch(order -> order.target().equals(target));
  }

  /** Whoever changes it has it alone meanwhile; readers see the one or the other. */
  private void change(UnaryOperator<List<Order>> by) throws IOException {
    try (FileChannel alone =
            FileChannel.open(
                file.resolveSibling("drain-orders.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = alone.lock()) {
      List<Order> now = by.apply(new ArrayList<>(read()));
      if (now.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        TextFile.replace(file, Json.write(new Content(now)) + "\n");
      }
    }
  }
}
