package dev.lvs.agent.drain;

import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.situation.DrainOrders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the orders of {@code lvs drain}, and ends each when its time is over.
 *
 * <p>The first look is made before anything is planned, so that a restart does not undrain anybody
 * for a moment. A file that cannot be read leaves the orders in force that were read last.
 */
public final class DrainOrderWatch implements Producer {
  private static final Logger LOG = LoggerFactory.getLogger(DrainOrderWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final DrainOrdersFile file;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private DrainOrders told = DrainOrders.NONE;
  private String trouble = "";

  /** One of a state directory. */
  public DrainOrderWatch(Path directory) {
    this(directory, InstantSource.system());
  }

  DrainOrderWatch(Path directory, InstantSource clock) {
    this.file = new DrainOrdersFile(directory);
    this.clock = clock;
  }

  @Override
  public void begin(Inbox inbox) {
    look(inbox);
    Thread.ofPlatform().name("drain-orders").daemon().start(() -> run(inbox));
  }

  /** Looks once, for whoever makes one round. */
  public void look(Inbox inbox) {
    try {
      DrainOrders now = DrainOrdersFile.inForce(file.read(), clock.instant());
      trouble = "";
      tell(now, inbox);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      if (!e.toString().equals(trouble)) {
        trouble = e.toString();
        LOG.warn("The orders of lvs drain cannot be read ({}); the last ones count.", trouble);
      }
    }
  }

  private void tell(DrainOrders now, Inbox inbox) {
    if (!now.equals(told)) {
      told = now;
      inbox.put(now);
    }
  }

  private void run(Inbox inbox) {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        look(inbox);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
