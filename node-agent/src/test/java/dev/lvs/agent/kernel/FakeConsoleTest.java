package dev.lvs.agent.kernel;

import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.netlink.Exchange;
import org.junit.jupiter.api.AfterEach;

/** The contract on the fake kernel. */
class FakeConsoleTest implements ConsoleContract {
  private final FakeKernel fake = new FakeKernel();
  private final Console console =
      new Console(new Exchange(fake.generic()), () -> new Exchange(fake.route()));

  @Override
  public Console console() {
    return console;
  }

  @AfterEach
  void close() {
    console.close();
  }
}
