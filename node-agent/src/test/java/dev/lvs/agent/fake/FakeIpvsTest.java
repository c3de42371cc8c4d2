package dev.lvs.agent.fake;

/** The fake kernel answers as the real one did. */
class FakeIpvsTest extends IpvsAnswers {
  FakeIpvsTest() {
    super(new FakeKernel().generic());
  }
}
