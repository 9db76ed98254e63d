package dev.slipway.platform.backup;

import dev.slipway.platform.postgres.Sizes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Writes a file that may not become too large, nor fill the disk. */
final class BoundedFile extends OutputStream {

    /** So often the disk is looked at, and the progress told. */
    private static final long STRIDE = 4 << 20;

    private final long maxBytes;
    private final long freeDiskBytes;
    private final LongConsumer progress;
    private final FileStore disk;
    private final OutputStream out;
    private long written;
    private long nextLook;

    /** @param freeDiskBytes what has to stay free on its disk */
    BoundedFile(Path file, long maxBytes, long freeDiskBytes, LongConsumer progress) throws IOException {
        this.maxBytes = maxBytes;
        this.freeDiskBytes = freeDiskBytes;
        this.progress = progress;
        this.disk = Files.getFileStore(file);
        look();
        this.out = Files.newOutputStream(file);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (written + length > maxBytes) {
            throw new TransferFailedException("The file became larger than " + Sizes.text(maxBytes) + ", the most that is "
                    + "allowed. Delete what is not needed from the database, or ask your administrator to raise "
                    + "slipway.backups.max-size.");
        }
        if (written >= nextLook) {
            look();
        }
        out.write(bytes, offset, length);
        written += length;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    private void look() throws IOException {
        nextLook = written + STRIDE;
        requireRoom(disk, freeDiskBytes);
        progress.accept(written);
    }

    /** @throws TransferFailedException if less than that is free */
    static void requireRoom(FileStore disk, long freeDiskBytes) throws IOException {
        if (disk.getUsableSpace() < freeDiskBytes) {
            throw new TransferFailedException("The server's disk is nearly full. Tell your administrator: at least "
                    + Sizes.text(freeDiskBytes) + " must stay free.");
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
