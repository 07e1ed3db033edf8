package netlessons.testkit;

/** The sender under test while it runs, as a program of its own. It is ended after the test. For one thread at a time. */
public final class SenderRun extends ProgramRun<SenderRun> {
    SenderRun(Owner owner, StudentProgram program) {
        super(owner, program);
    }

    @Override
    SenderRun self() {
        return this;
    }
}
