package dev.lvs.lab;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Leaves what tests wait for more time than Awaitility does: machines of CI can be busy ones. */
public final class Patience implements LauncherSessionListener {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
