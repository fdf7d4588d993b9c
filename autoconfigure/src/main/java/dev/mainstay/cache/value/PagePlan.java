package dev.mainstay.cache.value;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;

/**
 * Copies pages and slices of Spring Data.
 */
final class PagePlan extends Plan {

	static boolean isMeant(Class<?> type) {
		return type == PageImpl.class || type == SliceImpl.class;
	}

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		walk.begin(value, null);
		Slice<?> source = (Slice<?>) value;
		walk.weigh(160 + 5L * source.getNumberOfElements());
		List<@Nullable Object> content = new ArrayList<>(source.getNumberOfElements());
		boolean mutable = false;
		for (Object element : source.getContent()) {
			content.add(walk.copy(element, "content", content.size()));
			mutable |= walk.isMutable();
		}
		if (walk.isIncomplete()) {
			throw walk.refuse(CIRCULAR);
		}
		Object copy = make(source, content);
		walk.mutable(mutable);
		walk.end(value, copy);
		return copy;
	}

	@Override
	Object shallow(Object value) {
		Slice<?> source = (Slice<?>) value;
		return make(source, source.getContent());
	}

	private static Object make(Slice<?> source, List<?> content) {
		if (source instanceof Page<?> page) {
			return new PageImpl<>(content, page.getPageable(), page.getTotalElements());
		}
		return new SliceImpl<>(content, source.getPageable(), source.hasNext());
	}

}
