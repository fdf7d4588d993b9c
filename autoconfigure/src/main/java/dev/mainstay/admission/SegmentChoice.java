package dev.mainstay.admission;

import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Which segment a caller should be in. What is free is seen without the lock of the gate,
 * so that callers who choose at the same time may choose the same. Thread-safe.
 */
final class SegmentChoice {

	private final Segments segments;

	private final AdmissionSettings settings;

	private final Capacity capacity;

	private final Permits permits;

	private final LongSupplier nanoTime;

	SegmentChoice(Segments segments, AdmissionSettings settings, Capacity capacity, Permits permits,
			LongSupplier nanoTime) {
		this.segments = segments;
		this.settings = settings;
		this.capacity = capacity;
		this.permits = permits;
		this.nanoTime = nanoTime;
	}

	/**
	 * Choose a segment.
	 * @param preferred the names of segments, the best first; names of others are
	 * overlooked
	 * @return the segment; the default one if none of those preferred is here
	 */
	Segment of(List<String> preferred) {
		if (!this.segments.isDivided() || preferred.isEmpty()) {
			return this.segments.rest();
		}
		String name = (preferred.size() != 1) ? SegmentLoad.choose(preferred, this.settings.freeShare(), this::load)
				: preferred.get(0);
		Segment segment = (name != null) ? this.segments.find(name) : null;
		return (segment != null) ? segment : this.segments.rest();
	}

	/**
	 * Return how busy a segment is.
	 * @param name the name of the segment
	 * @return its load, or {@code null} if there is none of that name
	 */
	@Nullable SegmentLoad load(String name) {
		Segment segment = this.segments.find(name);
		return (segment != null)
				? this.segments.load(segment, this.capacity.open(), this.permits.inUse(), this.nanoTime.getAsLong())
				: null;
	}

}
